import Foundation
import IAMPolicy
import IdentityModel
import RoleRules
import STS
import Storage
import Testing

@testable import Federation

@Suite struct `The linter, asking roles` {
    private static let audience = CognitoTrust.provider + ":aud"
    private static let methods = CognitoTrust.provider + ":amr"

    /// What it finds when the pool gives that role to guests, or to those who are authenticated, as `code place`.
    private func findings(
        to guests: Bool, trust: (IdentityPool) -> String, policies: [String: String] = [:],
        _ adjust: (inout RoleConfiguration, String) throws -> Void = { _, _ in }
    ) async throws -> [String] {
        try await Household.lend { house, pool in
            var generator = SystemRandomNumberGenerator()
            let role = Role(
                account: Household.account, id: UniqueID(.role, account: Household.account, using: &generator),
                name: "linted", trustPolicy: trust(pool), policies: policies)
            try await RoleStore(house.client).save(role)
            var configuration = RoleConfiguration()
            if guests {
                configuration.unauthenticatedRoleARN = role.arn
            } else {
                configuration.authenticatedRoleARN = role.arn
            }
            try adjust(&configuration, role.arn)
            let linter = RoleLinter(
                configuration: configuration, pool: pool,
                probes: [role.arn: try #require(try await house.exchange.roles.assumption.probe(role.arn))], now: Date()
            )
            return linter.findings().map { "\($0.code.rawValue) \($0.place)" }
        }
    }

    /// - Parameter conditions: `KEY: VALUE` pairs of `StringEquals`, as JSON.
    private func trust(_ conditions: String, actions: String = #""sts:AssumeRoleWithWebIdentity""#) -> String {
        #"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},
        "Action":[\#(actions)],"Condition":\#(conditions)}]}
        """#
    }

    @Test(arguments: [true, false])
    func `is content with the canonical trust policy`(_ guests: Bool) async throws {
        let found = try await findings(to: guests) {
            CognitoTrust(pool: "\($0.id)", audience: guests ? .unauthenticated : .authenticated).text
        }
        #expect(found == [])
    }

    @Test func `sees a role that another pool's people may wear`() async throws {
        let found = try await findings(to: false) { _ in
            trust(
                #"{"StringLike":{"\#(Self.audience)":"eu-west-1:*"},"ForAnyValue:StringLike":{"\#(Self.methods)":"authenticated"}}"#
            )
        }
        #expect(found == ["trust-any-pool /defaultRoles/authenticated"])
    }

    @Test func `sees a role for users that guests may wear`() async throws {
        let found = try await findings(to: false) { trust(#"{"StringEquals":{"\#(Self.audience)":"\#($0.id)"}}"#) }
        #expect(found == ["trust-admits-guests /defaultRoles/authenticated"])
    }

    @Test func `sees a role for guests that users may wear`() async throws {
        let found = try await findings(to: true) { trust(#"{"StringEquals":{"\#(Self.audience)":"\#($0.id)"}}"#) }
        #expect(found == ["trust-admits-users /defaultRoles/unauthenticated"])
    }

    @Test func `sees a role that refuses those who are to wear it`() async throws {
        let found = try await findings(to: true) { CognitoTrust(pool: "\($0.id)", audience: .authenticated).text }
        #expect(
            found == [
                "trust-refuses-pool /defaultRoles/unauthenticated", "trust-admits-users /defaultRoles/unauthenticated",
            ])
        // Whoever comes by way of another provider than the mapping's.
        let other = try await findings(to: false) {
            CognitoTrust(pool: "\($0.id)", audience: .provider("other.example")).text
        } _: { configuration, arn in
            configuration.mappings["plain.example"] = try MappingDocument(
                parsing:
                    #"{"type":"rules","otherwise":"deny","rules":[{"when":{"claim":"a","equals":"b"},"role":"\#(arn)"}]}"#
            )
        }
        #expect(other == ["trust-refuses-pool /mappings/plain.example/rules/0"])
    }

    @Test func `sees tags that the role does not take, and sessions that it makes shorter`() async throws {
        func tagged(_ admitsTags: Bool) async throws -> [String] {
            try await findings(to: false) {
                CognitoTrust(pool: "\($0.id)", audience: .authenticated, admitsTags: admitsTags).text
            } _: { configuration, arn in
                configuration.mappings["plain.example"] = try MappingDocument(
                    parsing:
                        #"{"type":"rules","otherwise":"deny","rules":[{"when":{"claim":"a","equals":"b"},"role":"\#(arn)","sessionSeconds":7200,"tags":{"t":{"value":"v"}}}]}"#
                )
            }
        }
        let place = "/mappings/plain.example/rules/0"
        #expect(try await tagged(false) == ["session-shortened \(place)/sessionSeconds", "tags-refused \(place)"])
        #expect(try await tagged(true) == ["session-shortened \(place)/sessionSeconds"])
    }

    @Test func `sees what guests may do without bounds`() async throws {
        let policies = [
            "all": #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
            "fine":
                #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}}"#,
            "none": #"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#,
            "s3":
                #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*"],"NotResource":"arn:aws:s3:::a"}}"#,
        ]
        let guests = try await findings(
            to: true,
            trust: {
                CognitoTrust(pool: "\($0.id)", audience: .unauthenticated).text
            }, policies: policies)
        #expect(
            guests.sorted() == [
                "guests-every-action /defaultRoles/unauthenticated",
                "guests-every-action-of-service /defaultRoles/unauthenticated",
                "guests-every-resource /defaultRoles/unauthenticated",
                "guests-every-resource /defaultRoles/unauthenticated",
            ])
        let users = try await findings(
            to: false,
            trust: {
                CognitoTrust(pool: "\($0.id)", audience: .authenticated).text
            }, policies: policies)
        #expect(users == [])
    }

    @Test func `misses roles that are not there`() async throws {
        let found = try await findings(to: true) {
            CognitoTrust(pool: "\($0.id)", audience: .unauthenticated).text
        } _: { configuration, _ in
            configuration.authenticatedRoleARN = "arn:aws:iam::111122223333:role/gone"
        }
        #expect(found == ["role-missing /defaultRoles/authenticated"])
    }
}
