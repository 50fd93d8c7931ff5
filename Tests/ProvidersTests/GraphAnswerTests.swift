import Foundation
import IdentityModel
import Testing

@Suite struct `An answer of Facebook` {
    private static let app = ClientRegistration(clientIDs: ["492000111222333"], secret: Secret("shh"))
    private static let me = (200, #"{"id":"10150000000000042"}"#)

    private static func data(_ change: (String, String) = ("", "")) -> String {
        let good =
            #"{"data":{"app_id":"492000111222333","type":"USER","application":"Demo","#
            + #""data_access_expires_at":1775001600,"expires_at":1772409600,"is_valid":true,"issued_at":1767225600,"#
            + #""scopes":["public_profile","email"],"user_id":"10150000000000042"}}"#
        return change.0.isEmpty ? good : good.replacing(change.0, with: change.1)
    }

    private func outcome(
        _ status: Int, _ body: String, me: (Int, String) = me
    ) async throws -> Result<VerifiedLogin, LoginError> {
        try await ScriptedCalls(["/debug_token": (status, body), "/me": me])
            .outcome("graph.facebook.com", "EAA1", Self.app)
    }

    @Test func `is read as the reference has it`() async throws {
        let login = try await outcome(200, Self.data()).get()
        #expect(login.subject == "10150000000000042")
        #expect(login.issuedAt == Date(timeIntervalSince1970: 1_767_225_600))
        #expect(login.expiresAt == Date(timeIntervalSince1970: 1_767_229_600))
    }

    @Test(arguments: [(#""expires_at":1772409600,"#, #""expires_at":0,"#), (#""expires_at":1772409600,"#, "")])
    func `may leave the token without an end`(field: String, instead: String) async throws {
        let login = try await outcome(200, Self.data((field, instead))).get()
        #expect(login.expiresAt == Date(timeIntervalSince1970: 1_767_229_600))
    }

    @Test func `may write the app's id as a number`() async throws {
        _ = try await outcome(200, Self.data((#""app_id":"492000111222333""#, #""app_id":492000111222333"#))).get()
    }

    @Test(
        arguments: [
            (#""app_id":"492000111222333""#, #""app_id":"0492000111222333""#, .audienceMismatch),
            (#""app_id":"492000111222333""#, #""app_id":"111""#, .audienceMismatch),
            (#""app_id":"492000111222333","#, "", .providerProtocol),
            (#""user_id":"10150000000000042""#, #""user_id":"""#, .providerProtocol),
            (#""user_id":"10150000000000042""#, #""user_id":"0""#, .providerProtocol),
            (#""user_id":"10150000000000042""#, #""user_id":"ada""#, .providerProtocol),
            (#""user_id":"10150000000000042""#, #""user_id":null"#, .providerProtocol),
            (#""user_id":"10150000000000042""#, #""user_id":"10150000000000043""#, .providerProtocol),
            (#""is_valid":true"#, #""is_valid":"true""#, .tokenInvalid),
            (#""is_valid":true"#, #""is_valid":false"#, .tokenInvalid),
            (#""is_valid":true"#, #""is_valid":true,"is_valid":true"#, .providerProtocol),
            (#""type":"USER""#, #""type":"user""#, .wrongTokenUse),
            (#""expires_at":1772409600"#, #""expires_at":1767226000"#, .tokenExpired),
            (#""expires_at":1772409600"#, #""expires_at":"soon""#, .providerProtocol),
        ] as [(String, String, LoginError)])
    func `that says something else proves nobody`(field: String, instead: String, error: LoginError) async throws {
        #expect(try await outcome(200, Self.data((field, instead))).error == error)
    }

    @Test(
        arguments: [
            (200, "[]", .providerProtocol), (200, "", .providerProtocol), (200, "{}", .providerProtocol),
            (200, #"{"data":[]}"#, .providerProtocol), (404, "", .providerProtocol),
            (429, "", .providerThrottled),
            (400, #"{"error":{"code":190}}"#, .misconfigured), (400, #"{"error":{"code":101}}"#, .misconfigured),
            (400, #"{"error":{"code":100}}"#, .tokenInvalid), (400, #"{"error":{"code":1}}"#, .providerUnavailable),
            (400, #"{"error":{"code":2}}"#, .providerUnavailable), (400, #"{"error":{"code":4}}"#, .providerThrottled),
            (400, #"{"error":{"code":17}}"#, .providerThrottled), (400, #"{"error":{"code":613}}"#, .providerThrottled),
            (400, #"{"error":{"code":9999}}"#, .providerProtocol), (400, #"{"error":"no"}"#, .providerProtocol),
        ] as [(Int, String, LoginError)])
    func `that is an error is told apart by its code`(status: Int, body: String, error: LoginError) async throws {
        #expect(try await outcome(status, body).error == error)
    }

    @Test(
        arguments: [
            (nil, .tokenInvalid), (458, .revoked), (459, .revoked), (460, .revoked), (463, .tokenExpired),
            (464, .revoked), (467, .revoked), (492, .tokenInvalid),
        ] as [(Int?, LoginError)])
    func `about a token is told apart by its subcode`(subcode: Int?, error: LoginError) async throws {
        let detail = subcode.map { #","subcode":\#($0)"# } ?? ""
        let body = #"{"data":{"error":{"code":190\#(detail)},"app_id":"492000111222333","is_valid":false}}"#
        #expect(try await outcome(200, body).error == error)
    }

    @Test(
        arguments: [
            (#"{"error":{"code":100,"type":"GraphMethodException"}}"#, .misconfigured),
            (#"{"error":{"code":104}}"#, .misconfigured),
            (#"{"error":{"code":190,"error_subcode":460}}"#, .revoked), (#"{"id":"0"}"#, .providerProtocol),
        ] as [(String, LoginError)])
    func `about the person counts as well`(body: String, error: LoginError) async throws {
        #expect(try await outcome(200, Self.data(), me: (400, body)).error == error)
    }
}
