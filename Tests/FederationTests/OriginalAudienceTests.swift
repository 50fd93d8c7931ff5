import Foundation
import IdentityModel
import StrictJSON
import Testing

@testable import Federation

@Suite struct `The original audience of a token` {
    @Test(
        arguments: [
            (#"{"aud":["server","app"],"azp":"app"}"#, ["server", "app"]),
            (#"{"aud":"server","azp":"app"}"#, ["server"]),
            (#"{"aud":"app"}"#, nil),
            // The provider's rule took `aud` all the same.
            (#"{"aud":"app","azp":"other"}"#, nil),
        ] as [(String, [String]?)])
    func `is told where the authorized party took its place`(_ claims: String, _ original: [String]?) throws {
        let login = VerifiedLogin(
            provider: "idp.example", issuer: "https://idp.example", subject: "ada", audience: "app",
            claims: Claims(try JSONDocument(claims, limits: .token)), proof: .signedToken, issuedAt: nil,
            expiresAt: Date())
        #expect(login.originalAudience == original)
    }
}
