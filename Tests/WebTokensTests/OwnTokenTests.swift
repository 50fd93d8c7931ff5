import Foundation
import IdentityModel
import TestSupport
import Testing
import WebTokens

/// What `TokenPolicy.broker` admits.
@Suite struct `A token of our own` {
    private static let issuer = "https://id.example.com"
    private static let pool = "eu-west-1:11111111-2222-3333-4444-555555555555"

    private func refusal(_ claims: RawObject, type: String) async throws -> LoginError? {
        var trial = TokenTrial(policy: .broker(issuer: Self.issuer))
        trial.clientIDs = [Self.pool]
        let header = TokenForge().header.with("typ", "\"\(type)\"")
        return await trial.run(try TokenForge().token(claims, header: header)).refusal
    }

    private let claims = RawObject.claims(iss: issuer, aud: pool)

    @Test func `is of a type of its own`() async throws {
        #expect(try await refusal(claims, type: "JWS") == nil)
        #expect(try await refusal(claims, type: "JWT") == .wrongTokenUse)
    }

    @Test func `belongs to one pool`() async throws {
        let two = claims.with("aud", "[\"\(Self.pool)\",\"\(Self.pool)\"]")
        #expect(try await refusal(two, type: "JWS") == .audienceMismatch)
    }

    @Test func `says when it was issued`() async throws {
        #expect(try await refusal(claims.with("iat", nil), type: "JWS") == .claimMissing("iat"))
    }
}
