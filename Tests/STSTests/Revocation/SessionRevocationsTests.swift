import Foundation
import IdentityModel
import Logging
import Postgres
import Storage
import Synchronization
import TestSupport
import Testing

@testable import STS

/// Replicas on one database, under a clock that tests move.
private final class Deployment: Sendable {
    let client: PostgresClient
    let pool = IdentityPoolID(region: "eu-west-1", uuid: UUID())
    private let time = Mutex(ContinuousClock.now)

    static let account = AccountID("111122223333")!

    init(_ client: PostgresClient) { self.client = client }

    static func lend(_ body: (Deployment) async throws -> Void) async throws {
        try await LentDatabase.lend(from: .migrated) { uri in
            let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .silent)
            do {
                let deployment = Deployment(client)
                try await PoolStore(client).save(
                    IdentityPool(id: deployment.pool, account: account, name: "p", allowsGuests: true))
                try await body(deployment)
                await client.close()
            } catch {
                await client.close()
                throw error
            }
        }
    }

    func replica() -> SessionRevocations {
        SessionRevocations(
            SessionRevocationStore(client), identities: IdentityStore(client), clock: { self.time.withLock { $0 } })
    }

    func pass(_ time: Duration) { self.time.withLock { $0 += time } }

    func guest() async throws -> IdentityID {
        let id = IdentityID(region: pool.region, uuid: UUID())
        try #require(try await IdentityStore(client).insertGuest(id.uuid, in: pool.uuid))
        return id
    }

    /// A session that began ten seconds ago.
    func session(of identity: IdentityID? = nil) -> RevocableSession {
        RevocableSession(
            account: Self.account, issuedAt: Date() - 10, identity: identity.map { .init(id: $0, pool: pool) })
    }

    func execute(_ sql: String) async throws {
        try await client.query(Statement("x\(sql.hash)", sql, repeatable: false))
    }
}

@Suite struct `Revocations` {
    @Test func `count on another replica after a second, and at once where they were made`() async throws {
        try await Deployment.lend { deployment in
            let (here, there) = (deployment.replica(), deployment.replica())
            let session = deployment.session()
            #expect(try await here.end(of: session) == nil)
            #expect(try await there.end(of: session) == nil)
            _ = try await here.revoke(.account(Deployment.account), by: "test", reason: "")
            #expect(try await here.end(of: session) == .revoked(by: .account))
            deployment.pass(.seconds(1))
            #expect(try await there.end(of: session) == .revoked(by: .account))
            // And taken back.
            #expect(try await here.lift(.account(Deployment.account)))
            #expect(try await here.lift(.account(Deployment.account)) == false)
            deployment.pass(.seconds(1))
            #expect(try await there.end(of: session) == nil)
        }
    }

    @Test func `let nobody in while the database does not answer`() async throws {
        try await Deployment.lend { deployment in
            let replica = deployment.replica()
            #expect(try await replica.end(of: deployment.session()) == nil)
            try await deployment.execute("ALTER TABLE session_revocation_state RENAME TO hidden")
            #expect(try await replica.end(of: deployment.session()) == nil)
            deployment.pass(.seconds(1))
            await #expect(throws: STSError.self) { try await replica.end(of: deployment.session()) }
        }
    }

    @Test func `let nobody in when there are more of them than can be held`() async throws {
        try await Deployment.lend { deployment in
            try await deployment.execute(
                """
                INSERT INTO session_revocations (scope, target, revoked_before, expires_at, reason, revoked_by)
                SELECT 'role', 'AROAQAAAAAAA' || lpad(translate(n::text, '0123456789', 'ABCDEFGHIJ'), 9, 'A'), now(),
                       now() + interval '1 day', '', 'test' FROM generate_series(0, \(SessionRevocations.limit)) n
                """)
            let replica = deployment.replica()
            await #expect(throws: STSError.self) { try await replica.end(of: deployment.session()) }
            await #expect(throws: RevocationError.tooMany(limit: SessionRevocations.limit)) {
                try await replica.revoke(.pool(deployment.pool), by: "test", reason: "")
            }
            // What is there already may be moved on.
            try await deployment.execute("DELETE FROM session_revocations WHERE target = 'AROAQAAAAAAAAAAAAAAAA'")
            let role = try #require(UniqueID("AROAQAAAAAAAAAAAAAAAB"))
            _ = try await replica.revoke(.role(role), by: "test", reason: "again")
            #expect(try await replica.end(of: deployment.session()) == nil)
        }
    }

    @Test func `end a chain that a session began long ago`() async throws {
        try await Deployment.lend { deployment in
            let replica = deployment.replica()
            // Older than any session lives, but not than those that came from it.
            let cutoff = Date() - 3 * 86_400
            _ = try await replica.revoke(.pool(deployment.pool), before: cutoff, by: "test", reason: "")
            var ancestor = deployment.session(of: try await deployment.guest())
            #expect(try await replica.end(of: ancestor) == nil)
            ancestor.issuedAt = cutoff - 10
            #expect(try await replica.end(of: ancestor) == .revoked(by: .pool))
        }
    }

    @Test func `round their moment up, keep the later one, and are forgotten with the last session`() async throws {
        try await Deployment.lend { deployment in
            let replica = deployment.replica()
            let moment = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 - 100).rounded(.down))
            let scope = RevocationScope.pool(deployment.pool)
            let begun = Date()
            let early = try await replica.revoke(scope, before: moment + 0.25, by: "ada", reason: "lost")
            #expect(early.revokedBefore == moment + 1)
            // From now: what began before that moment may have begun others since. A second for the database's clock.
            #expect(early.expiresAt > begun + 129_600 + 900 - 1)
            #expect(early.expiresAt < Date() + 129_600 + 900 + 1)
            #expect(try await replica.revoke(scope, before: moment, by: "bob", reason: "").revokedBefore == moment + 1)
            #expect(try await replica.list(limit: 10).map(\.revokedBy) == ["bob"])
            await #expect(throws: RevocationError.inTheFuture) {
                try await replica.revoke(scope, before: Date() + 60, by: "ada", reason: "")
            }
            await #expect(throws: RevocationError.reasonTooLong(limit: 256)) {
                try await replica.revoke(scope, by: "ada", reason: String(repeating: "x", count: 257))
            }
            try await deployment.execute("UPDATE session_revocations SET expires_at = now()")
            #expect(try await replica.list(limit: 10).isEmpty)
            try await replica.sweep()
            let rows = try await deployment.client.query(
                Statement("count", "SELECT count(*) FROM session_revocations", repeatable: true))
            #expect(try rows.first?.int64(0) == 0)
        }
    }

    @Test func `are listed by kind and target, page by page`() async throws {
        try await Deployment.lend { deployment in
            let replica = deployment.replica()
            let scopes: [RevocationScope] = [
                .account(Deployment.account),
                .login(.init(pool: deployment.pool, provider: "accounts.google.com", subject: "a b:c")),
                .pool(deployment.pool),
            ]
            for scope in scopes.reversed() { _ = try await replica.revoke(scope, by: "ada", reason: "") }
            #expect(try await replica.list(limit: 2).map(\.scope) == Array(scopes.prefix(2)))
            #expect(try await replica.list(after: scopes[1], limit: 2).map(\.scope) == [scopes[2]])
            #expect(try await replica.list(of: .login, limit: 2).map(\.scope) == [scopes[1]])
        }
    }
}

@Suite struct `The sessions of an identity` {
    @Test func `end when it is disabled or deleted, or its pool is`() async throws {
        for change in [
            "UPDATE identities SET state = 'disabled'", "UPDATE identities SET suspended_at = now()",
            "DELETE FROM identities", "DELETE FROM identity_pools",
        ] {
            try await Deployment.lend { deployment in
                let replica = deployment.replica()
                let session = deployment.session(of: try await deployment.guest())
                #expect(try await replica.end(of: session) == nil)
                try await deployment.execute(change)
                deployment.pass(.seconds(1))
                #expect(try await replica.end(of: session) == .identityGone, "\(change)")
            }
        }
    }

    @Test func `go on when it is merged, and end with the one that took its place`() async throws {
        try await Deployment.lend { deployment in
            let replica = deployment.replica()
            let (absorbed, heir) = (try await deployment.guest(), try await deployment.guest())
            try await deployment.execute(
                """
                UPDATE identities SET state = 'disabled', merged_into = '\(heir.uuid)'
                 WHERE identity_id = '\(absorbed.uuid)'
                """)
            let session = deployment.session(of: absorbed)
            #expect(try await replica.end(of: session) == nil)
            _ = try await replica.revoke(.identity(heir), by: "test", reason: "")
            #expect(try await replica.end(of: session) == .revoked(by: .identity))
            _ = try await replica.lift(.identity(heir))
            try await deployment.execute("UPDATE identities SET state = 'disabled' WHERE identity_id = '\(heir.uuid)'")
            deployment.pass(.seconds(1))
            #expect(try await replica.end(of: session) == .identityGone)
            try await deployment.execute(
                "UPDATE identities SET state = 'guest', suspended_at = now() WHERE identity_id = '\(heir.uuid)'")
            deployment.pass(.seconds(1))
            #expect(try await replica.end(of: session) == .identityGone)
        }
    }
}

@Suite struct `A session that came from another one` {
    @Test func `ends with it`() async throws {
        try await Deployment.lend { deployment in
            let replica = deployment.replica()
            var session = try SampleSeal.descendedSession()
            session.identity = nil
            session.ancestors[0].identity = nil
            let key = try SampleSeal.accessKeyID()
            try await replica.admit(session, under: key)
            for scope in [
                RevocationScope.user(session.ancestors[1].principalID), .role(session.ancestors[0].principalID),
                .session(try #require(session.ancestors[0].accessKeyID)), .account(session.account),
            ] {
                _ = try await replica.revoke(scope, by: "test", reason: "")
                await #expect(throws: STSError.self, "\(scope)") { try await replica.admit(session, under: key) }
                _ = try await replica.lift(scope)
            }
            try await replica.admit(session, under: key)
        }
    }
}
