import Foundation
import IdentityModel
import OutboundHTTP
import TestSupport
import Testing
import WebTokens

/// One token before a verifier whose keys must be fetched first, so that every trial also tells whether the token made
/// us go out.
struct TokenTrial: Sendable {
    static let issuer = "https://idp.example.com"
    static let client = "client-1"
    /// 2026-01-01T00:01:40Z, a hundred seconds after the forged tokens were issued.
    static let now = Date(timeIntervalSince1970: 1_767_225_700)

    /// The claims of a good token.
    static let claims = RawObject.claims(iss: issuer, aud: client)

    var policy = TokenPolicy.openIDConnect(issuer: issuer)
    var keySet = TokenForge().keySet
    var clientIDs = [client]
    var now = Self.now

    /// The policy that Google and its like are held to.
    static let named = TokenTrial(policy: .named(issuer: issuer))

    struct Outcome {
        let result: Result<ProvenToken, LoginError>
        let fetches: Int

        var refusal: LoginError? {
            guard case .failure(let error) = result else { return nil }
            return error
        }
    }

    func run(_ token: Secret<String>) async -> Outcome {
        let provider = ScriptedProvider(keySet)
        let result = await verify(token, provider: provider)
        return Outcome(result: result, fetches: provider.requests.count)
    }

    private func verify(
        _ token: Secret<String>, provider: ScriptedProvider
    ) async -> Result<ProvenToken, LoginError> {
        do throws(LoginError) {
            let source = provider.cache().keySet(at: "https://idp.example.com/keys", rules: FetchRules())
            return .success(
                try await IDTokenVerifier()
                    .verify(token, policy: policy, clientIDs: clientIDs, keys: source, at: now))
        } catch {
            return .failure(error)
        }
    }
}

/// One attack: the row of the table that it belongs to, the token, and what must be answered.
struct Attack: Sendable, CustomTestStringConvertible {
    let row: Int
    let what: String
    let expected: LoginError
    /// Whether the attack is only seen with the keys at hand. Everything else must not cause a request.
    var needsKeys = false
    var trial = TokenTrial()
    let token: @Sendable () throws -> Secret<String>

    var testDescription: String { "row \(row): \(what)" }

    /// Runs the trial and compares both the answer and the traffic.
    func check(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let outcome = await trial.run(try token())
        #expect(outcome.refusal == expected, sourceLocation: sourceLocation)
        #expect(outcome.fetches == (needsKeys ? 1 : 0), sourceLocation: sourceLocation)
    }
}
