import TestSupport
import Testing

/// A body, and what is wrong with it.
struct InvalidCall: Sendable, CustomTestStringConvertible {
    let action: String
    let body: String
    let message: String

    var testDescription: String { "\(action) \(body.prefix(60))" }
}

@Suite(.timeLimit(.minutes(1))) struct `A call that violates constraints` {
    static let pool = "eu-west-1:ab"
    static let long = String(repeating: "a", count: 129)

    static let calls: [InvalidCall] = [
        .init(
            action: "GetId", body: "",
            message:
                "1 validation error detected: Value null at 'identityPoolId' failed to satisfy constraint: Member must not be null"
        ),
        .init(
            action: "GetId", body: #"{"IdentityPoolId":null}"#,
            message:
                "1 validation error detected: Value null at 'identityPoolId' failed to satisfy constraint: Member must not be null"
        ),
        .init(
            action: "GetId", body: #"{"IdentityPoolId":"6eaf"}"#,
            message:
                #"1 validation error detected: Value '6eaf' at 'identityPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+"#
        ),
        .init(
            action: "GetId", body: #"{"IdentityPoolId":""}"#,
            message:
                #"2 validation errors detected: Value '' at 'identityPoolId' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'identityPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+"#
        ),
        .init(
            action: "GetId", body: #"{"IdentityPoolId":"eu:\#(String(repeating: "a", count: 53))"}"#,
            message:
                "1 validation error detected: Value 'eu:\(String(repeating: "a", count: 53))' at 'identityPoolId' failed to satisfy constraint: Member must have length less than or equal to 55"
        ),
        .init(
            action: "GetId", body: #"{"IdentityPoolId":"eu:ab","AccountId":"someaccount1"}"#,
            message:
                #"1 validation error detected: Value 'someaccount1' at 'accountId' failed to satisfy constraint: Member must satisfy regular expression pattern: \\d+"#
        ),
        .init(
            action: "GetId", body: #"{"AccountId":"1234567890123456"}"#,
            message:
                "2 validation errors detected: Value null at 'identityPoolId' failed to satisfy constraint: Member must not be null; Value '1234567890123456' at 'accountId' failed to satisfy constraint: Member must have length less than or equal to 15"
        ),
        .init(
            action: "GetId",
            body:
                #"{"IdentityPoolId":"eu:ab","Logins":{\#((1...11).map { #""p\#($0)":"secret-token""# }.joined(separator: ","))}}"#,
            message:
                "1 validation error detected: Value at 'logins' failed to satisfy constraint: Member must have length less than or equal to 10"
        ),
        .init(
            action: "GetOpenIdToken", body: #"{"IdentityId":"eu:ab","Logins":{"graph.facebook.com":""}}"#,
            message:
                "1 validation error detected: Value at 'logins' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 50000, Member must have length greater than or equal to 1]"
        ),
        .init(
            action: "GetOpenIdToken",
            body: #"{"IdentityId":"eu:ab","Logins":{"a":"\#(String(repeating: "s", count: 50_001))"}}"#,
            message:
                "1 validation error detected: Value at 'logins' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 50000, Member must have length greater than or equal to 1]"
        ),
        .init(
            action: "GetOpenIdToken", body: #"{"IdentityId":"eu:ab","Logins":{"":"secret-token"}}"#,
            message:
                "1 validation error detected: Value at 'logins' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]"
        ),
        .init(
            action: "GetOpenIdToken", body: #"{"IdentityId":"eu:ab","Logins":{"\#(long)":"secret-token"}}"#,
            message:
                "1 validation error detected: Value at 'logins' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]"
        ),
        .init(
            action: "GetCredentialsForIdentity", body: #"{"IdentityId":"eu:ab","Logins":{"accounts.google.com":null}}"#,
            message:
                "1 validation error detected: Value at 'logins' failed to satisfy constraint: Map value must satisfy constraint: [Member must not be null]"
        ),
        .init(
            action: "GetCredentialsForIdentity", body: #"{"IdentityId":"12345","CustomRoleArn":"arn"}"#,
            message:
                #"2 validation errors detected: Value '12345' at 'identityId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+; Value 'arn' at 'customRoleArn' failed to satisfy constraint: Member must have length greater than or equal to 20"#
        ),
        .init(
            action: "UnlinkIdentity", body: "{}",
            message:
                "3 validation errors detected: Value null at 'identityId' failed to satisfy constraint: Member must not be null; Value null at 'logins' failed to satisfy constraint: Member must not be null; Value null at 'loginsToRemove' failed to satisfy constraint: Member must not be null"
        ),
        .init(
            action: "UnlinkIdentity", body: #"{"IdentityId":"eu:ab","Logins":{},"LoginsToRemove":["b","",null]}"#,
            message:
                "2 validation errors detected: Value null at 'loginsToRemove.3.member' failed to satisfy constraint: Member must not be null; Value '[b, ]' at 'loginsToRemove' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]"
        ),
    ]

    @Test(arguments: calls)
    func `is told all of them, and no room is asked`(_ call: InvalidCall) async throws {
        try await TestSite.run { site in
            let answer = try await site.call(call.action, call.body)
            #expect(answer.status == 400)
            #expect(answer.text == #"{"__type":"ValidationException","message":"\#(call.message)"}"#)
            #expect(answer["x-amzn-ErrorType"] == "ValidationException:")
            #expect(answer["x-amzn-ErrorMessage"] == call.message.replacing(#"\\"#, with: #"\"#))
        }
    }
}
