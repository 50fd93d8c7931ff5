import AccessManagement
import IAMPolicy
import IdentityModel
import Logging
import Postgres
import Storage
import TestSupport
import Testing

/// An empty account on a real database.
struct LentAccount: Sendable {
    static let id = AccountID("111122223333")!

    let client: PostgresClient
    let stores: AccountStores
    let administration: AccountAdministration

    static func lend<Result: Sendable>(_ body: (LentAccount) async throws -> Result) async throws -> Result {
        try await LentDatabase.lend(from: .migrated) { uri in
            let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .silent)
            do {
                let masterKey = try #require(MasterKey(Secret([UInt8](repeating: 7, count: 32))))
                let stores = AccountStores(client, masterKey: masterKey)
                let account = LentAccount(
                    client: client, stores: stores, administration: AccountAdministration(stores, account: id))
                let result = try await body(account)
                await client.close()
                return result
            } catch {
                await client.close()
                throw error
            }
        }
    }

    var users: Users { administration.users }
    var roles: Roles { administration.roles }
    var keys: AccessKeys { administration.accessKeys }
    var policies: ManagedPolicies { administration.managedPolicies }
    var attachments: Attachments { administration.attachments }

    @discardableResult
    func user(_ name: String, path: String = "/") async throws -> UserDetails {
        try await users.create(name, path: path, tags: [])
    }

    @discardableResult
    func role(_ name: String, trust: String = .accountTrust) async throws -> RoleDetails {
        try await roles.create(
            Roles.New(
                name: name, path: "/", trustPolicy: trust, description: nil, maxSessionSeconds: 3_600, tags: []))
    }

    func policy(_ name: String) async throws -> String {
        try await policies.create(name, path: "/", document: .allowingNothingMuch, description: nil, tags: []).arn
    }

    func holder(_ kind: PolicyHolder.Kind, _ name: String) -> PolicyHolder {
        PolicyHolder(kind, name, account: Self.id)
    }

    /// How many of several calls at once succeed, and what the others were refused for.
    func race(
        _ count: Int, _ call: @escaping @Sendable (Int) async throws(AccessManagementError) -> Void
    ) async -> (won: Int, refusals: [AccessManagementError]) {
        await withTaskGroup(of: AccessManagementError?.self) { tasks in
            for index in 0..<count {
                tasks.addTask {
                    do throws(AccessManagementError) {
                        try await call(index)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            var won = 0
            var refusals: [AccessManagementError] = []
            for await refusal in tasks {
                if let refusal { refusals.append(refusal) } else { won += 1 }
            }
            return (won, refusals)
        }
    }
}

extension String {
    static let accountTrust =
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}"#

    static let allowingNothingMuch =
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#

    static func trusting(_ arn: String) -> String {
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"\#(arn)"},"Action":"sts:AssumeRole"}}"#
    }
}
