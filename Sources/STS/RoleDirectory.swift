import IAMPolicy
import IdentityModel
import Storage

/// Roles as this replica knows them, trust policies compiled: at most a second behind the database.
package struct RoleDirectory: Sendable {
    private let byARN: ReadThroughCache<RoleARN, AssumableRole>
    private let byID: ReadThroughCache<RoleKey, Role>

    private struct RoleKey: Hashable, Sendable {
        let account: AccountID
        let id: UniqueID
    }

    package init(_ store: RoleStore) {
        byARN = ReadThroughCache { arn throws(StorageError) in
            guard let role = try await store.find(arn) else { return nil }
            do throws(PolicyError) {
                // None can be saved that admits every pool's tokens; should one be there all the same, it admits none.
                let document = try PolicyDocument(parsing: role.trustPolicy, as: .trust, under: .stored)
                    .ignoringUnscopedCognitoStatements()
                return AssumableRole(
                    role: role, trust: TrustPolicy(document.bindingPrincipals(role.trustedIDs), of: role.arn))
            } catch {
                throw .malformedRow("trust policy of \(arn): \(error)")
            }
        }
        byID = ReadThroughCache { key throws(StorageError) in
            try await store.find(id: key.id, account: key.account)
        }
    }

    package func exists(_ arn: RoleARN) async throws(STSError) -> Bool { try await role(arn) != nil }

    /// What was changed here is in force here at once.
    package func forgetAll() {
        byID.forgetAll()
        byARN.forgetAll()
    }

    func role(_ arn: RoleARN) async throws(STSError) -> AssumableRole? {
        do throws(StorageError) {
            return try await byARN.value(for: arn)
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// The role that a session names; gone when it was deleted, whatever has its name now.
    func role(id: UniqueID, of account: AccountID) async throws(STSError) -> Role? {
        do throws(StorageError) {
            return try await byID.value(for: RoleKey(account: account, id: id))
        } catch {
            throw .unavailable("\(error)")
        }
    }
}

/// A role with its trust policy ready to judge.
struct AssumableRole: Sendable {
    let role: Role
    let trust: TrustPolicy
}
