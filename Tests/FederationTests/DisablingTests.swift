import Foundation
import IdentityModel
import Storage
import Testing

@testable import Federation

@Suite struct `Disabling an identity` {
    private func disable(_ identity: String, in pool: IdentityPool, of house: Household) async throws {
        _ = try await house.identities().disable(identity, in: "\(pool.id)", expecting: nil, by: house.caller)
    }

    @Test func `refuses every way to it, until it is enabled`() async throws {
        try await Household.lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            let guest = try await house.guest(of: pool)
            let refused = FederationError.identityDisabled(try #require(IdentityID(ada)))
            try await disable(ada, in: pool, of: house)
            await expect(refused) { try await house.identity(of: "ada", in: pool) }
            await expect(refused) {
                try await house.exchange.credentials(identity: ada, logins: [.plain("ada")], customRoleARN: nil)
            }
            await expect(refused) {
                try await house.exchange.credentials(identity: ada, logins: [], customRoleARN: nil)
            }
            await expect(refused) { try await house.exchange.openIDToken(identity: ada, logins: [.plain("ada")]) }
            await expect(refused) {
                try await house.exchange.unlink(
                    identity: ada, logins: [.plain("ada")], providers: ["plain.example"])
            }
            // By another identity, and beside another login.
            await expect(refused) {
                try await house.exchange.credentials(identity: guest, logins: [.plain("ada")], customRoleARN: nil)
            }
            await expect(refused) {
                try await house.exchange.identityID(
                    pool: "\(pool.id)", logins: [.plain("ada"), .plain("x", at: "other.example")])
            }
            let enabled = try await house.identities().enable(
                ada, in: "\(pool.id)", expecting: nil, by: house.caller)
            #expect(enabled.standing == .authenticated)
            #expect(try await house.identity(of: "ada", in: pool) == ada)
        }
    }

    @Test func `refuses a guest, who is one again afterwards`() async throws {
        try await Household.lend { house, pool in
            let guest = try await house.guest(of: pool)
            try await disable(guest, in: pool, of: house)
            await expect(.identityDisabled(try #require(IdentityID(guest)))) {
                try await house.exchange.credentials(identity: guest, logins: [], customRoleARN: nil)
            }
            _ = try await house.identities().enable(guest, in: "\(pool.id)", expecting: nil, by: house.caller)
            let issued = try await house.exchange.credentials(identity: guest, logins: [], customRoleARN: nil)
            #expect("\(issued.identity)" == guest)
        }
    }

    @Test func `refuses its users to the back end`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let (ada, token) = try await house.token(for: "ada", in: pool)
            let (bob, _) = try await house.token(for: "bob", in: pool)
            let refused = FederationError.identityDisabled(try #require(IdentityID(ada)))
            try await disable(ada, in: pool, of: house)
            await expect(refused) { try await house.token(for: "ada", in: pool) }
            await expect(refused) { try await house.token(for: "eve", identity: ada, in: pool) }
            await expect(refused) { try await house.merge("ada", into: "bob", in: pool) }
            await expect(refused) { try await house.merge("bob", into: "ada", in: pool) }
            await expect(refused) { try await house.unlink("ada", from: ada, in: pool) }
            await expect(refused) {
                try await house.exchange.credentials(identity: ada, logins: [token], customRoleARN: nil)
            }
            #expect(try await house.token(for: "bob", in: pool).identity == bob)
        }
    }

    @Test func `makes the tokens worthless that were issued before`() async throws {
        try await Household.lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            let issued = try await house.exchange.openIDToken(identity: ada, logins: [.plain("ada")])
            let request = WebIdentityRequest(
                roleARN: try #require(pool.authenticatedRoleARN), sessionName: "app", token: issued.token)
            _ = try await house.webIdentities.assumeRole(request)
            try await disable(ada, in: pool, of: house)
            do throws(WebIdentityError) {
                _ = try await house.webIdentities.assumeRole(request)
                Issue.record("a role was assumed")
            } catch {
                guard case .invalidToken = error else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
    }

    @Test func `can be repeated, but not on what was seen before`() async throws {
        try await Household.lend { house, pool in
            let guest = try await house.guest(of: pool)
            for _ in 0..<2 { try await disable(guest, in: pool, of: house) }
            await expect(.identity(.refused(.overtaken))) {
                try await house.identities().disable(
                    guest, in: "\(pool.id)", expecting: { $0 == "x" }, by: house.caller)
            }
        }
    }

    @Test func `is for the pool that the identity is in`() async throws {
        try await Household.lend { house, pool in
            let other = try await house.addPool()
            let guest = try await house.guest(of: pool)
            await expect(.identityNotFound(guest)) { try await disable(guest, in: other, of: house) }
            let elsewhere = guest.replacing("eu-west-1", with: "us-east-1")
            await expect(.identityNotFound(elsewhere)) { try await disable(elsewhere, in: pool, of: house) }
        }
    }

    @Test func `leaves a use of every login that let somebody in`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            func used() -> [String] { house.exchange.uses.take(100).map { "\($0.provider) \($0.subject)" } }
            let ada = try await house.identity(of: "ada", in: pool)
            #expect(used() == ["plain.example ada"])
            _ = try await house.exchange.credentials(
                identity: ada, logins: [.plain("ada"), .plain("a", at: "other.example")], customRoleARN: nil)
            #expect(used() == ["other.example a"])
            // A refused login is none that let anybody in.
            _ = try? await house.exchange.credentials(identity: ada, logins: [.plain("eve")], customRoleARN: nil)
            #expect(used() == [])
            let (bob, token) = try await house.token(for: "bob", in: pool)
            #expect(used() == ["login.example bob"])
            _ = try await house.exchange.credentials(identity: bob, logins: [token], customRoleARN: nil)
            #expect(used() == [])
        }
    }
}
