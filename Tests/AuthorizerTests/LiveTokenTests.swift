import Foundation
import IdentityModel
import STS
import Storage
import Testing

@testable import Authorizer

@Suite(.timeLimit(.minutes(2))) struct `A bearer token for a developer's user` {
    private static let provider: ProviderName = "login.example"

    private static func user(_ name: String) -> LoginKey {
        LoginKey(provider: provider, subject: name, audience: "\(Sample.pool)", isDeveloper: true)
    }

    /// As another server would answer, which has remembered nothing.
    private static func authorize(_ user: String, on sessions: LiveSessions) async throws -> AuthorizedCaller {
        try await RequestAuthorization(
            try Sample.table(), recognition: try sessions.recognition(at: Sample.now),
            tokens: try OneToken(methods: ["authenticated", "\(provider)", "\(provider):\(Sample.pool):\(user)"]),
            revocations: sessions.revocations, account: Sample.account,
            permissions: Permissions(IdentityPolicyDirectory(IdentityPolicyStore(sessions.client)))
        ).authorize(Sample.request([("authorization", "Bearer some.token.here")]))
    }

    @Test func `counts while the identity has the user`() async throws {
        try await LiveSessions.lend { sessions in
            let identities = IdentityStore(sessions.client)
            _ = try await identities.settle(
                [Self.user("ada"), Self.user("countess")], named: Sample.identity.uuid, in: Sample.pool.uuid,
                fresh: UUID())
            #expect(try await Self.authorize("ada", on: sessions).method == "bearer")
            _ = try await identities.unlink(
                "ada", at: Self.provider, from: Sample.identity.uuid, in: Sample.pool.uuid
            ).get()
            let refusal = await #expect(throws: AuthorizationRefusal.self) {
                try await Self.authorize("ada", on: sessions)
            }
            #expect(refusal?.reason == "token-revoked")
            #expect(try await Self.authorize("countess", on: sessions).method == "bearer")
        }
    }
}
