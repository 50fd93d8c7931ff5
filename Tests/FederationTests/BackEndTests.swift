import Foundation
import IAMPolicy
import IdentityModel
import STS
import Storage
import StrictJSON
import Testing
import UpstreamSTS
import WebTokens

@testable import Federation

@Suite struct `A role that names a back end` {
    private static let upstreamRole = "arn:aws:iam:::role/photos"

    /// A household in which both roles of the pool go to a back end.
    private func lend(
        _ kind: STSBackEnd.Kind = .ceph, _ adjustPool: @Sendable (inout IdentityPool) -> Void = { _ in },
        adjust: @Sendable (inout STSBackEnd, inout RoleBackEnd) -> Void = { _, _ in },
        _ body: @Sendable (Household, IdentityPool) async throws -> Void
    ) async throws {
        try await Household.lend(adjustPool) { house, pool in
            for arn in [pool.authenticatedRoleARN, pool.unauthenticatedRoleARN] {
                let role = try await house.role(arn)
                var backEnd = STSBackEnd(
                    account: role.account, name: "store", kind: kind, endpoint: "https://sts.example")
                var assignment = RoleBackEnd(
                    account: role.account, role: role.id, backEnd: "store", upstreamRoleARN: Self.upstreamRole)
                adjust(&backEnd, &assignment)
                try await BackEndStore(house.client).save(backEnd)
                #expect(try await BackEndStore(house.client).assign(assignment) == nil)
            }
            try await body(house, pool)
        }
    }

    private func credentials(
        _ house: Household, of identity: String, _ logins: [Login] = []
    ) async throws -> IssuedCredentials {
        try await house.exchange.credentials(identity: identity, logins: logins, customRoleARN: nil)
    }

    private func claims(_ form: [String: String]) throws -> JSONNode {
        try CompactToken(Secret(try #require(form["WebIdentityToken"]))).payload.root
    }

    @Test func `has its credentials made there, with a token that says who and how`() async throws {
        try await lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            let issued = try await credentials(house, of: ada, [.plain("ada")])
            #expect(issued.credentials.accessKeyID.rawValue == "UPSTREAM1")
            #expect(
                issued.source
                    == .upstream(
                        UpstreamReport(backEnd: "store", roleARN: Self.upstreamRole, delivery: .fetched, attempts: 1)))
            let form = try #require(house.upstream.forms.first)
            #expect(form["RoleArn"] == Self.upstreamRole)
            #expect(form["RoleSessionName"] == "CognitoIdentityCredentials")
            #expect(form["DurationSeconds"] == "3600")
            #expect(form["Policy"] == nil)
            let claims = try claims(form)
            #expect(
                claims.members.map(\.name) == [
                    "sub", "aud", "amr", "iss", "https://cognito-identity.amazonaws.com/identity-pool-arn",
                    "urn:sluice:back-end", "exp",
                    "iat",
                ])
            #expect(claims["sub"]?.string == ada)
            #expect(claims["aud"]?.string == "\(pool.id)")
            #expect(claims["iss"]?.string == Household.issuer)
            #expect(
                claims["amr"]?.elements.compactMap(\.string)
                    == ["authenticated", "plain.example", "plain.example:app:ada"])
            let expiry = try #require(claims["exp"]?.number?.integer)
            #expect(expiry - (claims["iat"]?.number?.integer ?? 0) == 300)
        }
    }

    @Test func `has them made once for one person, and anew for the next`() async throws {
        try await lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            let eve = try await house.identity(of: "eve", in: pool)
            var keys: [String] = []
            for (identity, name) in [(ada, "ada"), (ada, "ada"), (eve, "eve")] {
                keys.append(try await credentials(house, of: identity, [.plain(name)]).credentials.accessKeyID.rawValue)
            }
            #expect(keys == ["UPSTREAM1", "UPSTREAM1", "UPSTREAM2"])
        }
    }

    /// What was made for a login by one provider says so in its token, and the back end may have minded.
    @Test func `has them made anew for another way of logging in`() async throws {
        try await lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            _ = try await credentials(house, of: ada, [.plain("ada"), .plain("ada", at: "other.example")])
            _ = try await credentials(house, of: ada, [.plain("ada")])
            #expect(house.upstream.forms.count == 2)
        }
    }

    @Test func `is refused before anybody is asked when its own trust policy says no`() async throws {
        try await lend(.ceph, { $0.unauthenticatedRoleARN = $0.authenticatedRoleARN }) { house, pool in
            let guest = try await house.guest(of: pool)
            let role = try #require(pool.authenticatedRoleARN)
            await expect(
                .roleNotAssumable(
                    role: role,
                    .notAuthorized(
                        action: "sts:AssumeRoleWithWebIdentity", why: .trustPolicy(.notMentioned(layer: .trust))))
            ) { try await credentials(house, of: guest) }
            #expect(house.upstream.forms.isEmpty)
        }
    }

    /// Credentials that were made earlier do not outlive the consent of the role.
    @Test func `is refused although credentials were made earlier`() async throws {
        try await lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            _ = try await credentials(house, of: ada, [.plain("ada")])
            var role = try await house.role(pool.authenticatedRoleARN)
            role.trustPolicy = CognitoTrust(pool: "us-east-1:another", audience: .authenticated).text
            try await RoleStore(house.client).save(role)
            // The role is believed for a second; another replica knows nothing of it yet.
            let replica = try await house.replica()
            await #expect(throws: FederationError.self) { try await credentials(replica, of: ada, [.plain("ada")]) }
            #expect(replica.upstream.forms.isEmpty)
        }
    }

    /// Credentials that are kept end as sessions of ours do: whoever asks again gets others.
    @Test func `has them made anew when sessions like theirs were ended`() async throws {
        try await lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            _ = try await credentials(house, of: ada, [.plain("ada")])
            let scope = RevocationScope.identity(try #require(IdentityID(ada)))
            _ = try await house.revocations.revoke(scope, by: "test", reason: "")
            // Sessions are told apart by the second: one that begins in that of the revocation is ended with the rest.
            var after: IssuedCredentials?
            while after == nil {
                do {
                    after = try await credentials(house, of: ada, [.plain("ada")])
                } catch FederationError.upstreamRefused(_, let failure) where failure.error == .ended {
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            #expect(after?.credentials.accessKeyID.rawValue != "UPSTREAM1")
            let again = try await credentials(house, of: ada, [.plain("ada")])
            #expect(again.credentials.accessKeyID == after?.credentials.accessKeyID)
        }
    }

    @Test func `tells what the back end said when it refused`() async throws {
        try await lend { house, pool in
            house.upstream.refuse(with: "AccessDenied", status: 403)
            let ada = try await house.identity(of: "ada", in: pool)
            let words = UpstreamWords(status: 403, code: "AccessDenied", message: "")
            await expect(
                .upstreamRefused(
                    role: try #require(pool.authenticatedRoleARN),
                    UpstreamFailure(
                        .refused(words),
                        UpstreamReport(
                            backEnd: "store", roleARN: Self.upstreamRole, delivery: .none, attempts: 1,
                            errorCode: "AccessDenied")))
            ) { try await credentials(house, of: ada, [.plain("ada")]) }
        }
    }

    // MARK: What guests may do at most

    @Test(arguments: [STSBackEnd.Kind.ceph, .minio])
    func `tells a store of guests' limits in its own words`(kind: STSBackEnd.Kind) async throws {
        try await lend(kind) { house, pool in
            _ = try await credentials(house, of: try await house.guest(of: pool))
            let form = try #require(house.upstream.forms.first)
            #expect(
                form["Policy"]
                    == #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"*"}]}"#)
            #expect(!form.keys.contains { $0.hasPrefix("PolicyArns") })
        }
    }

    @Test func `tells AWS of guests' limits as Cognito does`() async throws {
        try await lend(.aws) { house, pool in
            _ = try await credentials(house, of: try await house.guest(of: pool))
            let form = try #require(house.upstream.forms.first)
            let policy = try #require(form["Policy"])
            #expect(policy.contains(#""dynamodb:*""#))
            #expect(policy.contains(#""s3:*""#))
            #expect(policy.utf8.count <= 2_048)
            #expect(
                form["PolicyArns.member.1.arn"]
                    == "arn:aws:iam::aws:policy/AmazonCognitoUnAuthedIdentitiesSessionPolicy")
        }
    }

    @Test func `tells of a pool's own limits, without a blank`() async throws {
        let policy = """
            { "Version": "2012-10-17",
              "Statement": [{ "Sid": "a b", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }
            """
        try await lend(.aws, { $0.guestSessionPolicy = policy }) { house, pool in
            _ = try await credentials(house, of: try await house.guest(of: pool))
            let form = try #require(house.upstream.forms.first)
            #expect(
                form["Policy"]
                    == #"{"Version":"2012-10-17","Statement":[{"Sid":"a b","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#
            )
            #expect(!form.keys.contains { $0.hasPrefix("PolicyArns") })
        }
    }

    // MARK: What the token says

    @Test func `shows a token for another audience, with a source identity and MinIO's policies`() async throws {
        try await lend(
            .minio,
            adjust: { backEnd, role in
                backEnd.audience = "our-app"
                backEnd.passesSourceIdentity = true
                role.upstreamRoleARN = nil
                role.policyClaim = "readwrite,diagnostics"
            }
        ) { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            _ = try await credentials(house, of: ada, [.plain("ada")])
            let form = try #require(house.upstream.forms.first)
            #expect(form["RoleArn"] == nil)
            let claims = try claims(form)
            #expect(claims["aud"]?.string == "our-app")
            #expect(claims["policy"]?.string == "readwrite,diagnostics")
            let uuid = try #require(ada.split(separator: ":").last)
            #expect(claims["https://aws.amazon.com/source_identity"]?.string == String(uuid))
        }
    }

    @Test(arguments: [true, false]) func `passes tags on, unless it shall not`(passes: Bool) async throws {
        try await lend(
            .ceph, { $0.principalTagMaps = ["plain.example": PrincipalTagMap(usesDefaults: true)] },
            adjust: { backEnd, _ in backEnd.passesTags = passes }
        ) { house, pool in
            var role = try await house.role(pool.authenticatedRoleARN)
            role.trustPolicy = CognitoTrust(pool: "\(pool.id)", audience: .authenticated, admitsTags: true).text
            try await RoleStore(house.client).save(role)
            let ada = try await house.identity(of: "ada", in: pool)
            _ = try await credentials(house, of: ada, [.plain("ada")])
            let tags = try claims(try #require(house.upstream.forms.first))["https://aws.amazon.com/tags"]
            #expect((tags != nil) == passes)
            if passes {
                #expect(
                    tags?["principal_tags"]?["username"]?.elements.compactMap(\.string) == ["ada"])
            }
        }
    }
}

extension Household {
    func role(_ arn: String?) async throws -> Role {
        let arn = try #require(arn.flatMap { RoleARN($0) })
        return try #require(try await RoleStore(client).find(arn))
    }
}
