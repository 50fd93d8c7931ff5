import IdentityModel
import TestSupport
import Testing
import WebTokens

/// Attack rows 86 to 93 and 102.
@Suite struct `The audience of a token` {
    struct Case: Sendable, CustomTestStringConvertible {
        let row: Int
        var mode = AudienceRule.Mode.cognito
        let aud: String
        var azp: String?
        /// The audience that comes out; nil for a mismatch.
        let result: String?

        var testDescription: String { "row \(row): aud \(aud), azp \(azp ?? "–"), \(mode)" }
    }

    @Test(arguments: cases) func `is matched by the rule of its issuer`(example: Case) async throws {
        var trial = TokenTrial()
        trial.clientIDs = ["client-1", "client-2", "Kiosk"]
        trial.policy.audience = AudienceRule(example.mode, trusted: ["api"])
        let claims = TokenTrial.claims.with("aud", example.aud).with("azp", example.azp.map { "\"\($0)\"" })
        let outcome = await trial.run(try TokenForge().token(claims))
        #expect((try? outcome.result.get())?.audience == example.result)
        #expect(outcome.refusal == (example.result == nil ? .audienceMismatch : nil))
        #expect(outcome.fetches == (example.result == nil ? 0 : 1))
    }

    static let cases: [Case] = [
        Case(row: 86, aud: "\"client-2\"", result: "client-2"),
        Case(row: 86, aud: "\"client-9\"", result: nil),
        Case(row: 102, mode: .single, aud: "\"client-9\"", result: nil),
        Case(row: 89, aud: "[\"client-1\",\"client-2\"]", result: "client-1"),
        Case(row: 89, aud: "[\"client-1\",\"foreign\"]", result: nil),
        Case(row: 89, aud: "[\"client-1\",\"api\"]", result: nil),
        Case(row: 90, aud: "[\"client-1\",\"foreign\"]", azp: "client-1", result: nil),
        Case(row: 90, aud: "[\"client-1\",\"api\"]", azp: "client-1", result: "client-1"),
        Case(row: 91, aud: "\"client-1\"", azp: "foreign", result: nil),
        Case(row: 91, aud: "\"client-1\"", azp: "", result: nil),
        Case(row: 91, mode: .single, aud: "\"client-1\"", azp: "foreign", result: nil),
        Case(row: 91, mode: .strict, aud: "\"client-1\"", azp: "foreign", result: nil),
        Case(row: 92, aud: "\"server\"", azp: "client-1", result: "client-1"),
        Case(row: 92, mode: .strict, aud: "\"server\"", azp: "client-1", result: nil),
        Case(row: 92, mode: .strict, aud: "\"client-2\"", azp: "client-1", result: "client-1"),
        Case(row: 92, mode: .strict, aud: "[\"api\",\"client-2\"]", azp: "client-1", result: "client-1"),
        Case(row: 92, mode: .single, aud: "\"server\"", azp: "client-1", result: nil),
        Case(row: 92, mode: .single, aud: "\"client-2\"", azp: "client-1", result: "client-2"),
        Case(row: 92, mode: .single, aud: "[\"client-1\",\"client-2\"]", result: nil),
        Case(row: 93, aud: "\"CLIENT-1\"", result: nil),
        Case(row: 93, aud: "\" client-1\"", result: nil),
        Case(row: 93, aud: "\"client-1 \"", result: nil),
        // The Kelvin sign is canonically equivalent to the letter, but it is not the letter.
        Case(row: 93, aud: "\"\\u212aiosk\"", result: nil),
        Case(row: 93, aud: "\"server\"", azp: "\u{212A}iosk", result: nil),
        Case(row: 93, aud: "\"Kiosk\"", result: "Kiosk"),
    ]

    /// Attack row 88.
    @Test(arguments: [
        "\"\"", "[]", "1", "null", "{}", "[[\"client-1\"]]", "[\"client-1\",1]", "[\"client-1\",\"\"]",
        "\"\(String(repeating: "a", count: 256))\"", "[\(String(repeating: "\"client-1\",", count: 16))\"client-1\"]",
    ]) func `must be one text or a short list of texts`(aud: String) async throws {
        let outcome = await TokenTrial().run(try TokenForge().token(TokenTrial.claims.with("aud", aud)))
        #expect(outcome.refusal == .claimInvalid("aud"))
        #expect(outcome.fetches == 0)
    }
}
