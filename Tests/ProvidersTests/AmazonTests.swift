import DevProviders
import Foundation
import IdentityModel
import StrictJSON
import Testing

@Suite struct `Login with Amazon` {
    private static let account = "amzn1.account.AEXAMPLE0000000000000000000"
    private static let app = ClientRegistration(clientIDs: ["amzn1.application.fedcba9876543210"])

    private static func info(_ change: (String, String) = ("", "")) -> String {
        let good =
            #"{"iss":"https://www.amazon.com","user_id":"\#(account)","#
            + #""aud":"amzn1.application-oa2-client.0123","app_id":"amzn1.application.fedcba9876543210","#
            + #""exp":3312,"iat":1767225600}"#
        return change.0.isEmpty ? good : good.replacing(change.0, with: change.1)
    }

    private func outcome(
        _ status: Int, _ body: String, profile: (Int, String) = (200, #"{"user_id":"\#(account)"}"#),
        for app: ClientRegistration = app
    ) async throws -> Result<VerifiedLogin, LoginError> {
        try await ScriptedCalls(["/auth/o2/tokeninfo": (status, body), "/user/profile": profile])
            .outcome("www.amazon.com", "Atza|IQEBL", app)
    }

    // MARK: Accepted

    @Test func `asks whose token it is, and claims no more than that`() async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.amazon, "user=ada&lifetime=3000")
            let login = try await bench.outcome(of: token, at: .amazon).get()
            #expect(login.provider == "www.amazon.com")
            #expect(login.subject == DevProvider.amazon.subject(of: "ada"))
            #expect(login.audience == DevProvider.amazon.appID)
            #expect(login.proof == .introspection)
            #expect(login.expiresAt == PlayedBench.now.addingTimeInterval(3_000))
            #expect(
                login.claims.text
                    == #"{"iss":"www.amazon.com","aud":"\#(DevProvider.amazon.appID)","sub":"\#(login.subject)"}"#)
            #expect(bench.calls.all == ["GET /amazon/auth/o2/tokeninfo", "GET /amazon/user/profile"])
        }
    }

    @Test func `takes seconds left for what they are`() async throws {
        let login = try await outcome(200, Self.info()).get()
        #expect(login.expiresAt == Date(timeIntervalSince1970: 1_767_226_000 + 3_312))
        #expect(login.issuedAt == Date(timeIntervalSince1970: 1_767_225_600))
    }

    @Test func `takes the id of the app and the id of its client`() async throws {
        let app = ClientRegistration(clientIDs: ["amzn1.application-oa2-client.0123"])
        #expect(try await outcome(200, Self.info(), for: app).get().audience == "amzn1.application-oa2-client.0123")
    }

    @Test func `takes a person who shares no profile`() async throws {
        let login = try await outcome(200, Self.info(), profile: (403, #"{"error":"insufficient_scope"}"#)).get()
        #expect(login.subject == Self.account)
    }

    // MARK: Refused

    @Test(
        arguments: [
            (.expired, .tokenInvalid), (.otherApp, .audienceMismatch), (.unknown, .tokenInvalid),
            (.revoked, .tokenInvalid), (.noPerson, .providerProtocol), (.otherPerson, .providerProtocol),
            (.epochExpiry, .providerProtocol), (.injected, .tokenInvalid),
        ] as [(DevFlaw, LoginError)])
    func `refuses a token that proves nobody`(flaw: DevFlaw, error: LoginError) async throws {
        try await PlayedBench.with { bench async throws in
            #expect(try await bench.error(of: flaw, at: .amazon) == error)
        }
    }

    @Test(arguments: ["", "Atza", "Atzr|refresh", "atza|a", "Atza|a&b=c", "Atza|a#", "Atza|a b", "Bearer Atza|a"])
    func `asks nobody about what cannot be a token`(text: String) async throws {
        let calls = ScriptedCalls([:])
        #expect(try await calls.outcome("www.amazon.com", text, Self.app).error == .tokenInvalid)
        #expect(calls.requests.isEmpty)
    }

    @Test func `says that a pool has not registered it, and asks nobody`() async throws {
        let calls = ScriptedCalls([:])
        #expect(try await calls.outcome("www.amazon.com", "Atza|a", .none).error == .notConfigured)
        #expect(calls.requests.isEmpty)
    }

    @Test(
        arguments: [
            (#""exp":3312"#, #""exp":0"#, .tokenInvalid), (#""exp":3312"#, #""exp":-5"#, .tokenInvalid),
            (#""exp":3312"#, #""exp":1767229200"#, .providerProtocol),
            (#""exp":3312"#, #""exp":7201"#, .providerProtocol),
            (#""exp":3312"#, #""exp":"3312""#, .providerProtocol), (#""exp":3312,"#, "", .providerProtocol),
            (#""exp":3312"#, #""exp":3312,"exp":1"#, .providerProtocol),
            ("https://www.amazon.com", "https://www.amazon.com.evil.example", .providerProtocol),
            (#""user_id":"amzn1"#, #""user_name":"amzn1"#, .providerProtocol),
            ("amzn1.account.A", "amzn1.account.a", .providerProtocol),
            ("amzn1.account.A", "amzn2.account.A", .providerProtocol),
            ("amzn1.application.fedcba9876543210", "amzn1.application.fedcba987654321", .audienceMismatch),
        ] as [(String, String, LoginError)])
    func `takes no other answer`(field: String, instead: String, error: LoginError) async throws {
        #expect(try await outcome(200, Self.info((field, instead))).error == error)
    }

    @Test(
        arguments: [
            (400, #"{"error":"invalid_token"}"#, .tokenInvalid), (401, #"{"error":"invalid_token"}"#, .tokenInvalid),
            (400, #"{"error":"invalid_request"}"#, .tokenInvalid),
            (400, #"{"error":"ServerError"}"#, .providerUnavailable),
            (400, #"{"error":"Throttling"}"#, .providerThrottled), (429, "", .providerThrottled),
            (400, "", .providerProtocol), (404, "{}", .providerProtocol), (200, "nothing", .providerProtocol),
        ] as [(Int, String, LoginError)])
    func `tells its errors apart`(status: Int, body: String, error: LoginError) async throws {
        #expect(try await outcome(status, body).error == error)
    }
}
