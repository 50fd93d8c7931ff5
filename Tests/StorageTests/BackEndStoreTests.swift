import IdentityModel
import Postgres
import Testing

@testable import Storage

@Suite struct `STS back ends in the store` {
    private static let account = AccountID("111122223333")!

    private func withStore(_ body: @Sendable (BackEndStore, Role, PostgresClient) async throws -> Void) async throws {
        try await MigratedDatabase.lend { database in
            var generator = SystemRandomNumberGenerator()
            let role = Role(
                account: Self.account, id: UniqueID(.role, account: Self.account, using: &generator), name: "photos",
                trustPolicy: "{}")
            try await RoleStore(database.client).save(role)
            try await body(BackEndStore(database.client), role, database.client)
        }
    }

    private func backEnd(_ name: String) -> STSBackEnd {
        STSBackEnd(
            account: Self.account, name: name, kind: .minio, endpoint: "http://minio.internal:9000",
            certificateAuthority: "PEM", audience: "our-app", timeoutSeconds: 7, maxConcurrent: 9,
            allowsPrivateAddress: true, allowsPlainHTTP: true, passesTags: false, passesSourceIdentity: true)
    }

    private func assignment(_ role: Role, _ backEnd: String) -> RoleBackEnd {
        RoleBackEnd(
            account: Self.account, role: role.id, backEnd: backEnd, upstreamRoleARN: "arn:minio:iam:::role/idp#1",
            policyClaim: "readwrite")
    }

    @Test func `come back as they were put in, the last ones only`() async throws {
        try await withStore { store, _, _ in
            try await store.save(backEnd("b"))
            try await store.save(backEnd("a"))
            #expect(try await store.find(named: "a", account: Self.account) == backEnd("a"))
            #expect(try await store.find(named: "A", account: Self.account) == nil)
            let plain = STSBackEnd(
                account: Self.account, name: "a", kind: .aws, endpoint: "https://sts.eu-west-1.amazonaws.com")
            try await store.save(plain)
            #expect(try await store.find(named: "a", account: Self.account) == plain)
            #expect(try await store.list(account: Self.account, limit: 10) == [plain, backEnd("b")])
            #expect(try await store.list(account: Self.account, after: "a", limit: 10) == [backEnd("b")])
            #expect(try await store.list(account: Self.account, limit: 1) == [plain])
            let other = try #require(AccountID("444455556666"))
            #expect(try await store.list(account: other, limit: 10).isEmpty)
        }
    }

    @Test func `take in a role, the last one it was sent to only`() async throws {
        try await withStore { store, role, _ in
            #expect(try await store.route(of: role.id, account: Self.account) == nil)
            try await store.save(backEnd("a"))
            try await store.save(backEnd("b"))
            #expect(try await store.assign(assignment(role, "a")) == nil)
            #expect(try await store.assign(assignment(role, "b")) == nil)
            #expect(
                try await store.route(of: role.id, account: Self.account)
                    == BackEndRoute(backEnd: backEnd("b"), role: assignment(role, "b")))
            #expect(try await store.roles(of: "a", account: Self.account, limit: 10).isEmpty)
            #expect(try await store.roles(of: "b", account: Self.account, limit: 10) == [assignment(role, "b")])
            #expect(
                try await store.roles(of: "b", account: Self.account, after: role.id.rawValue, limit: 10).isEmpty)
            #expect(try await store.unassign(role.id, account: Self.account) == nil)
            #expect(try await store.unassign(role.id, account: Self.account) == .notFound)
            #expect(try await store.route(of: role.id, account: Self.account) == nil)
        }
    }

    @Test func `take in no role that is not there, nor one for a back end that is not`() async throws {
        try await withStore { store, role, _ in
            #expect(try await store.assign(assignment(role, "gone")) == .notFound)
            try await store.save(backEnd("a"))
            var gone = assignment(role, "a")
            gone.role = try #require(UniqueID("AROAQAAAAAAABBBBBBBBB"))
            #expect(try await store.assign(gone) == .notFound)
        }
    }

    /// A role whose back end went away would be minted for here.
    @Test func `stay as long as a role goes to them`() async throws {
        try await withStore { store, role, client in
            try await store.save(backEnd("a"))
            #expect(try await store.assign(assignment(role, "a")) == nil)
            #expect(try await store.delete(named: "a", account: Self.account) == .hasRoles)
            #expect(try await store.route(of: role.id, account: Self.account) != nil)
            #expect(try await RoleStore(client).delete(named: "photos", account: Self.account) == nil)
            #expect(try await store.delete(named: "a", account: Self.account) == nil)
            #expect(try await store.delete(named: "a", account: Self.account) == .notFound)
        }
    }

    /// Applying a file writes its roles again.
    @Test func `keep a role that is written again`() async throws {
        try await withStore { store, role, client in
            try await store.save(backEnd("a"))
            #expect(try await store.assign(assignment(role, "a")) == nil)
            try await RoleStore(client).save(role)
            #expect(try await store.route(of: role.id, account: Self.account)?.role == assignment(role, "a"))
        }
    }
}
