import Foundation
import IdentityModel
import STS
import StrictJSON
import Testing
import WebTokens

@testable import Federation

@Suite struct `The classic flow` {
    @Test func `gives a token that says who, where and how, and lasts ten minutes`() async throws {
        try await Household.lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            let issued = try await house.exchange.openIDToken(identity: ada, logins: [.plain("ada")])
            let claims = try CompactToken(issued.token).payload.root
            #expect(
                claims.members.map(\.name) == [
                    "sub", "aud", "amr", "iss", "https://cognito-identity.amazonaws.com/identity-pool-arn", "exp",
                    "iat",
                ])
            #expect(claims["sub"]?.string == ada)
            #expect(claims["aud"]?.string == "\(pool.id)")
            #expect(claims["iss"]?.string == "https://sluice.example")
            #expect(
                claims["amr"]?.elements.compactMap(\.string)
                    == ["authenticated", "plain.example", "plain.example:app:ada"])
            let expiry = try #require(claims["exp"]?.number?.integer)
            #expect(expiry - (claims["iat"]?.number?.integer ?? 0) == 600)
        }
    }

    @Test func `ends in a session of the role that was asked for`() async throws {
        try await Household.lend { house, pool in
            let guest = try await house.guest(of: pool)
            let token = try await house.exchange.openIDToken(identity: guest, logins: []).token
            let answer = try await house.webIdentities.assumeRole(
                WebIdentityRequest(
                    roleARN: try #require(pool.unauthenticatedRoleARN), sessionName: "web-identity", token: token))
            #expect(answer.subject == guest)
            #expect(answer.audience == "\(pool.id)")
            #expect(answer.provider == "cognito-identity.amazonaws.com")
            #expect(answer.role.arn.hasSuffix("/web-identity"))
        }
    }

    @Test func `does not carry a guest into the role of people`() async throws {
        try await Household.lend { house, pool in
            let guest = try await house.guest(of: pool)
            let token = try await house.exchange.openIDToken(identity: guest, logins: []).token
            let role = try #require(pool.authenticatedRoleARN)
            await #expect(throws: WebIdentityError.self) {
                try await house.webIdentities.assumeRole(
                    WebIdentityRequest(roleARN: role, sessionName: "web-identity", token: token))
            }
            // Nor does the token count as a login.
            await expect(.loginRefused(.broker, .notABrokerToken)) {
                try await house.exchange.credentials(
                    identity: guest, logins: [Login(provider: .broker, token: token)], customRoleARN: nil)
            }
        }
    }

    @Test func `does not take our own token where another's belongs`() async throws {
        try await Household.lend { house, pool in
            let guest = try await house.guest(of: pool)
            let token = try await house.exchange.openIDToken(identity: guest, logins: []).token
            await expect(.loginRefused(.broker, .brokerTokenMisplaced)) {
                try await house.exchange.identityID(
                    pool: "\(pool.id)", logins: [Login(provider: .broker, token: token)])
            }
        }
    }

    @Test(arguments: [(nil, true), (true, true), (false, false)] as [(Bool?, Bool)])
    func `is closed only by a pool that says so`(allowed: Bool?, isOpen: Bool) async throws {
        try await Household.lend { pool in
            pool.allowsClassicFlow = allowed
        } _: { house, pool in
            let guest = try await house.guest(of: pool)
            if isOpen {
                _ = try await house.exchange.openIDToken(identity: guest, logins: [])
            } else {
                await expect(.invalid(.classicFlowDisabled)) {
                    try await house.exchange.openIDToken(identity: guest, logins: [])
                }
            }
        }
    }
}
