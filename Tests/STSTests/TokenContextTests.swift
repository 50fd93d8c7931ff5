import Foundation
import IAMPolicy
import IdentityModel
import Testing

@testable import STS

/// - Source: IAM User Guide, "Available keys for AWS OIDC federation".
@Suite struct `What a trust policy sees of a token` {
    private static func values(of key: ConditionKey, originalAudience: [String]?) throws -> [String]? {
        let role = Role(
            account: try #require(AccountID("111122223333")), id: try #require(UniqueID("AROAQAAAAAAABBBBBBBBB")),
            name: "app", trustPolicy: "{}")
        let bearer = TokenBearer(
            provider: "arn:aws:iam::111122223333:oidc-provider/idp.example", issuer: "idp.example", audience: "app",
            originalAudience: originalAudience, subject: "ada")
        let request = AssumptionRequest(roleARN: role.arn, sessionName: "web")
        return RoleAssumption.context(of: bearer, request, role, at: Date()).values(of: key)
    }

    @Test func `is its own audience beside the party that stands for it`() throws {
        #expect(try Self.values(of: "idp.example:aud", originalAudience: ["server", "other"]) == ["app"])
        #expect(try Self.values(of: "idp.example:oaud", originalAudience: ["server", "other"]) == ["server", "other"])
    }

    @Test func `is no second audience where nothing took its place`() throws {
        #expect(try Self.values(of: "idp.example:aud", originalAudience: nil) == ["app"])
        #expect(try Self.values(of: "idp.example:oaud", originalAudience: nil) == nil)
    }
}
