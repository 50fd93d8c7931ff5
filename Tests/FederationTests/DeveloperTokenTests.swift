import IdentityModel
import Storage
import Testing

@testable import Federation

/// - Source: Amazon Cognito Developer Guide, "Developer-authenticated identities".
@Suite struct `A token for a developer's user` {
    @Test func `proves the identity, and a public login that nobody has is linked to it`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let (ada, token) = try await house.token(for: "ada", in: pool)
            let issued = try await house.exchange.credentials(
                identity: ada, logins: [token, .plain("ada@plain")], customRoleARN: nil)
            #expect("\(issued.identity)" == ada)
            #expect(try await house.identity(of: "ada@plain", in: pool) == ada)
        }
    }

    @Test func `proves the identity, and another's public login brings that one in`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let other = try await house.identity(of: "ada@plain", in: pool)
            let (ada, token) = try await house.token(for: "ada", in: pool)
            #expect(ada != other)
            _ = try await house.exchange.credentials(
                identity: ada, logins: [token, .plain("ada@plain")], customRoleARN: nil)
            #expect(try await house.identity(of: "ada@plain", in: pool) == ada)
        }
    }

    // MARK: When the user is somebody else's by now

    @Test func `is worth nothing once the user is unlinked`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let (ada, token) = try await house.token(for: "ada", in: pool)
            _ = try await house.exchange.identities.settle(
                ["ada", "countess"].map {
                    LoginKey(provider: "login.example", subject: $0, audience: "\(pool.id)", isDeveloper: true)
                }, named: nil, in: pool.id.uuid, fresh: .random())
            _ = try await house.exchange.credentials(identity: ada, logins: [token], customRoleARN: nil)
            try await house.unlink("ada", from: ada, in: pool)
            await expect(.loginsDoNotMatch) {
                try await house.exchange.credentials(identity: ada, logins: [token], customRoleARN: nil)
            }
            await expect(.loginsDoNotMatch) {
                try await house.exchange.credentials(
                    identity: ada, logins: [token, .plain("ada@plain")], customRoleARN: nil)
            }
            await expect(.loginsDoNotMatch) {
                try await house.exchange.unlink(identity: ada, logins: [token], providers: ["plain.example"])
            }
            // And nothing was linked again by trying.
            #expect(try await house.token(for: "ada", in: pool).identity != ada)
        }
    }

    @Test func `follows the user into a merge, and back out of it`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let (ada, adas) = try await house.token(for: "ada", in: pool)
            let (bob, _) = try await house.token(for: "bob", in: pool)
            try await house.merge("bob", into: "ada", in: pool)
            let (heir, bobs) = try await house.token(for: "bob", in: pool)
            #expect(heir == ada)
            _ = try await house.exchange.credentials(identity: ada, logins: [bobs], customRoleARN: nil)

            let identities = house.exchange.identities
            let merge = try #require(try await identities.merges(in: pool.id.uuid, of: nil, limit: 1).first)
            _ = try await identities.undo(merge: merge.id)
            await expect(.loginsDoNotMatch) {
                try await house.exchange.credentials(identity: ada, logins: [bobs], customRoleARN: nil)
            }
            _ = try await house.exchange.credentials(identity: ada, logins: [adas], customRoleARN: nil)
            #expect(try await house.token(for: "bob", in: pool).identity == bob)
        }
    }

    @Test func `assumes no role at STS once the user is unlinked or another's`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let (ada, adas) = try await house.token(for: "ada", in: pool)
            _ = try await house.exchange.identities.settle(
                ["ada", "countess"].map {
                    LoginKey(provider: "login.example", subject: $0, audience: "\(pool.id)", isDeveloper: true)
                }, named: nil, in: pool.id.uuid, fresh: .random())
            let (_, countess) = try await house.token(for: "countess", in: pool)
            try await house.assumeRole(with: adas, in: pool)
            try await house.unlink("ada", from: ada, in: pool)
            await house.refusesRole(to: adas, in: pool)
            // The other user has gone nowhere.
            try await house.assumeRole(with: countess, in: pool)
            #expect(try await house.token(for: "ada", in: pool).identity != ada)
            await house.refusesRole(to: adas, in: pool)
        }
    }

    @Test func `assumes a role at STS by an identity that was merged, while the user is the heir's`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let (_, token) = try await house.token(for: "bob", in: pool)
            let (ada, _) = try await house.token(for: "ada", in: pool)
            try await house.merge("bob", into: "ada", in: pool)
            try await house.assumeRole(with: token, in: pool)
            try await house.unlink("bob", from: ada, in: pool)
            await house.refusesRole(to: token, in: pool)
        }
    }

    @Test func `of an identity that was merged speaks for its heir while the user is the heir's`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let (bob, token) = try await house.token(for: "bob", in: pool)
            let (ada, _) = try await house.token(for: "ada", in: pool)
            try await house.merge("bob", into: "ada", in: pool)
            let issued = try await house.exchange.credentials(identity: bob, logins: [token], customRoleARN: nil)
            #expect("\(issued.identity)" == ada)
            try await house.unlink("bob", from: ada, in: pool)
            await expect(.identityForbidden(try #require(IdentityID(bob)))) {
                try await house.exchange.credentials(identity: bob, logins: [token], customRoleARN: nil)
            }
        }
    }
}

extension Household {
    fileprivate func assumeRole(with token: Login, in pool: IdentityPool) async throws {
        _ = try await webIdentities.assumeRole(
            WebIdentityRequest(
                roleARN: try #require(pool.authenticatedRoleARN), sessionName: "app", token: token.token))
    }

    fileprivate func refusesRole(
        to token: Login, in pool: IdentityPool, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let refusal = await #expect(throws: WebIdentityError.self, sourceLocation: sourceLocation) {
            try await assumeRole(with: token, in: pool)
        }
        guard case .invalidToken(WebIdentityExchange.notValidated) = refusal else {
            Issue.record("\(String(describing: refusal))", sourceLocation: sourceLocation)
            return
        }
    }
}

/// - Source: Amazon Cognito Identity API Reference, `LookupDeveloperIdentity`.
@Suite struct `Looking up a developer's user` {
    @Test func `by the id of an identity that was merged ends when the heir is deleted`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let (bob, _) = try await house.token(for: "bob", in: pool)
            let (ada, _) = try await house.token(for: "ada", in: pool)
            try await house.merge("bob", into: "ada", in: pool)
            func lookUp() async throws -> DeveloperIdentities.Users {
                try await house.developers.lookUp(
                    "\(pool.id)", identity: bob, user: nil, limit: 10, from: nil, by: house.caller)
            }
            #expect("\(try await lookUp().identity)" == ada)
            let survivor = try #require(IdentityID(ada))
            _ = try await house.exchange.identities.delete(
                [survivor.uuid], account: Household.account, region: survivor.region)
            await expect(.identityNotFound(bob)) { try await lookUp() }
        }
    }
}
