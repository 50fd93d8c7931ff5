import Foundation
import IdentityModel
import Storage
import Testing

@testable import Federation

/// - Source: Amazon Cognito Developer Guide, "Using identity pools (federated identities)".
@Suite struct `The life of an identity` {
    @Test func `begins as a guest and goes on as a person under the same id`() async throws {
        try await Household.lend { house, pool in
            let guest = try await house.guest(of: pool)
            let first = try await house.exchange.credentials(identity: guest, logins: [], customRoleARN: nil)
            #expect("\(first.identity)" == guest)
            #expect(try first.credentials.role(under: house.sealingKeys).hasPrefix("unauthenticated-"))

            let second = try await house.exchange.credentials(
                identity: guest, logins: [.plain("ada")], customRoleARN: nil)
            #expect("\(second.identity)" == guest)
            #expect(try second.credentials.role(under: house.sealingKeys).hasPrefix("authenticated-"))
            #expect(try await house.identity(of: "ada", in: pool) == guest)
        }
    }

    @Test func `ends for a guest who turns out to be known`() async throws {
        try await Household.lend { house, pool in
            let known = try await house.identity(of: "ada", in: pool)
            let guest = try await house.guest(of: pool)
            let issued = try await house.exchange.credentials(
                identity: guest, logins: [.plain("ada")], customRoleARN: nil)
            #expect("\(issued.identity)" == known)
            await expect(.identityForbidden(try #require(IdentityID(guest)))) {
                try await house.exchange.credentials(identity: guest, logins: [], customRoleARN: nil)
            }
        }
    }

    @Test func `takes in a second login beside the first`() async throws {
        try await Household.lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            let both: [Login] = [.plain("ada"), .plain("ada@other", at: "other.example")]
            let issued = try await house.exchange.credentials(identity: ada, logins: both, customRoleARN: nil)
            #expect("\(issued.identity)" == ada)
            let found = try await house.exchange.identityID(
                pool: "\(pool.id)", logins: [.plain("ada@other", at: "other.example")])
            #expect("\(found)" == ada)
        }
    }

    @Test func `is refused to who does not own it`() async throws {
        try await Household.lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            await expect(.loginsDoNotMatch) {
                try await house.exchange.credentials(identity: ada, logins: [.plain("bob")], customRoleARN: nil)
            }
            await expect(.identityForbidden(try #require(IdentityID(ada)))) {
                try await house.exchange.credentials(identity: ada, logins: [], customRoleARN: nil)
            }
        }
    }

    @Test func `stays in its pool`() async throws {
        try await Household.lend { house, pool in
            let other = try await house.addPool()
            let here = try await house.identity(of: "ada", in: pool)
            let there = try await house.identity(of: "ada", in: other)
            #expect(here != there)
        }
    }

    @Test func `ends with its last login`() async throws {
        try await Household.lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            await expect(.loginsDoNotMatch) {
                try await house.exchange.unlink(
                    identity: ada, logins: [.plain("bob")], providers: ["plain.example"])
            }
            await expect(.invalid(.loginNotLinked("other.example"))) {
                try await house.exchange.unlink(
                    identity: ada, logins: [.plain("ada")], providers: ["other.example"])
            }
            try await house.exchange.unlink(identity: ada, logins: [.plain("ada")], providers: ["plain.example"])
            await expect(.identityForbidden(try #require(IdentityID(ada)))) {
                try await house.exchange.credentials(identity: ada, logins: [.plain("ada")], customRoleARN: nil)
            }
            #expect(try await house.identity(of: "ada", in: pool) != ada)
        }
    }

    @Test func `is not touched by a request of which one token is bad`() async throws {
        try await Household.lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            await expect(.loginRefused("other.example", .badSignature)) {
                try await house.exchange.credentials(
                    identity: ada, logins: [.plain("ada"), .plain("!", at: "other.example")], customRoleARN: nil)
            }
            let record = try await house.exchange.identities.find(try #require(IdentityID(ada)).uuid)
            #expect(record?.logins.count == 1)
        }
    }

    // MARK: What a pool allows

    @Test func `needs a pool that admits guests to begin as one`() async throws {
        try await Household.lend { pool in
            pool.allowsGuests = false
        } _: { house, pool in
            await expect(.guestsNotAllowed) { try await house.guest(of: pool) }
        }
    }

    @Test(arguments: ["eu-west-1:00000000-0000-4000-8000-000000000000", "eu-west-1:abc", "nowhere"])
    func `is not found under an id that names nothing`(id: String) async throws {
        try await Household.lend { house, pool in
            await expect(.identityNotFound(id)) {
                try await house.exchange.credentials(identity: id, logins: [], customRoleARN: nil)
            }
            await expect(.poolNotFound(id)) { try await house.exchange.identityID(pool: id, logins: []) }
        }
    }

    @Test func `is not found under another region's name`() async throws {
        try await Household.lend { house, pool in
            let elsewhere = try await house.guest(of: pool).replacing("eu-west-1", with: "us-east-1")
            await expect(.identityNotFound(elsewhere)) {
                try await house.exchange.credentials(identity: elsewhere, logins: [], customRoleARN: nil)
            }
        }
    }

    @Test func `cannot come from the developer provider in public`() async throws {
        try await Household.lend { pool in
            pool.developerProvider = "login.example"
        } _: { house, pool in
            await expect(.invalid(.developerProviderNotPublic)) {
                try await house.exchange.identityID(
                    pool: "\(pool.id)", logins: [.plain("ada", at: "login.example")])
            }
        }
    }
}

/// Expects that the work is refused for exactly this reason.
func expect(
    _ expected: FederationError, sourceLocation: SourceLocation = #_sourceLocation,
    _ work: () async throws -> some Any
) async {
    do {
        _ = try await work()
        Issue.record("nothing was refused", sourceLocation: sourceLocation)
    } catch {
        #expect("\(error)" == "\(expected)", sourceLocation: sourceLocation)
    }
}
