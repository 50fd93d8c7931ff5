import Federation
import IdentityModel
import STS
import TestSupport
import Testing

@testable import HTTPAPI

/// One refusal and what the wire must say of it.
struct ExpectedRefusal: Sendable, CustomTestStringConvertible {
    let error: FederationError
    let code: String
    let message: String
    var status = 400
    /// What it is in operations whose model has an error of its own for it.
    var modelled: [String: (code: String, message: String)] = [:]

    var testDescription: String { "\(code): \(message)" }

    static let all: [ExpectedRefusal] = [
        .init(
            error: .poolNotFound(Sample.poolID), code: "ResourceNotFoundException",
            message: "IdentityPool 'eu-west-1:1f6d3e1e-0b0a-4a39-9d6e-0b2c7f4f9a11' not found."),
        .init(
            error: .identityNotFound(Sample.identity), code: "ResourceNotFoundException",
            message: "Identity 'eu-west-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d' not found."),
        .init(
            error: .guestsNotAllowed, code: "NotAuthorizedException",
            message: "Unauthenticated access is not supported for this identity pool."),
        .init(
            error: .loginsDoNotMatch, code: "NotAuthorizedException",
            message: "Logins don't match. Please include at least one valid login for this identity or identity pool."),
        .init(
            error: .identityForbidden(Sample.identityID), code: "NotAuthorizedException",
            message: "Access to Identity 'eu-west-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d' is forbidden."),
        .init(
            error: .invalid(.developerProviderNotPublic), code: "InvalidParameterException",
            message: "Please provide a valid public provider"),
        .init(
            error: .invalid(.classicFlowDisabled), code: "InvalidParameterException",
            message: "Basic (classic) flow is not enabled, please use enhanced flow."),
        .init(
            error: .roleForbidden("arn:aws:iam::1:role/x"), code: "NotAuthorizedException",
            message: "Access to Role 'arn:aws:iam::1:role/x' is forbidden."),
        .init(
            error: .roleMissing(guest: true), code: "InvalidIdentityPoolConfigurationException",
            message: "Invalid identity pool configuration. Check assigned IAM roles for this pool."),
        .init(
            error: .ambiguousRole(mapping: "accounts.google.com"), code: "NotAuthorizedException",
            message: "The ambiguous role mapping rules for: accounts.google.com denied this request."),
        .init(
            error: .roleNotAssumable(
                role: "arn:aws:iam::1:role/x",
                .notAuthorized(action: "sts:AssumeRoleWithWebIdentity", why: .roleNotFound)),
            code: "InvalidIdentityPoolConfigurationException",
            message: "Invalid identity pool configuration. Check assigned IAM roles for this pool."),
        .init(
            error: .roleNotAssumable(role: "arn:aws:iam::1:role/x", .notSealed(.noSealingKey)),
            code: "InternalErrorException",
            message: "Internal error",
            status: 500),
        .init(
            error: .roleNotAssumable(role: "arn:aws:iam::1:role/x", .unavailable("connection refused")),
            code: "InternalErrorException",
            message: "Internal error", status: 500),
        .init(
            error: .loginConflict, code: "ResourceConflictException",
            message: "Logins already linked to a different identity."),
        .init(
            error: .tooManyLogins(limit: 20), code: "InvalidParameterException",
            message: "Number of linked logins exceeds 20.",
            modelled: [
                "GetId": ("LimitExceededException", "An identity can have no more than 20 linked logins.")
            ]),
        .init(
            error: .invalid(.loginNotLinked("accounts.google.com")), code: "InvalidParameterException",
            message: "accounts.google.com is not linked to this identity."),
        .init(
            error: .unavailable("connection refused"), code: "InternalErrorException", message: "Internal error",
            status: 500),
        .init(
            error: .internal("a row without a pool"), code: "InternalErrorException", message: "Internal error",
            status: 500),
        .login(.notConfigured, "Token is not from a supported provider of this identity pool."),
        .login(.audienceMismatch, "Token is not from a supported provider of this identity pool."),
        .login(.malformed, "Invalid login token. Not a valid OpenId Connect identity token."),
        .login(.issuerMismatch, "Invalid login token. Issuer doesn't match providerName"),
        .login(.claimMissing("aud"), "Invalid login token. Missing a required claim: aud"),
        .login(
            .expired(now: 1_727_419_245, expiry: 1_727_407_607),
            "Invalid login token. Token expired: 1727419245 >= 1727407607"),
        .login(.algorithmRejected, "Invalid login token. Couldn't verify signed token."),
        .login(.keyRejected, "Invalid login token. Couldn't verify signed token."),
        .login(.keyUnknown, "Invalid login token. Couldn't verify signed token."),
        .login(.badSignature, "Invalid login token. Couldn't verify signed token."),
        .login(.brokerTokenMisplaced, "Invalid login token. Can't pass in a Cognito token."),
        .login(.notABrokerToken, "Invalid login token. Not a Cognito token."),
        .login(.claimInvalid("sub"), "Invalid login token."),
        .login(.notYetValid(claim: "nbf", at: 2, horizon: 1), "Invalid login token."),
        .login(.wrongTokenUse, "Invalid login token."),
        .login(.tokenInvalid, "Invalid login token."),
        .login(.revoked, "Invalid login token."),
        .login(.providerUnavailable, "graph.facebook.com is not responding.", code: "ExternalServiceException"),
        .login(.providerThrottled, "graph.facebook.com is not responding.", code: "ExternalServiceException"),
        .login(.providerProtocol, "graph.facebook.com is not responding.", code: "ExternalServiceException"),
        .login(.misconfigured, "Internal error", code: "InternalErrorException", status: 500),
    ]

    private static func login(
        _ error: LoginError, _ message: String, code: String = "NotAuthorizedException", status: Int = 400
    ) -> ExpectedRefusal {
        ExpectedRefusal(
            error: .loginRefused("graph.facebook.com", error), code: code, message: message, status: status)
    }
}

@Suite(.timeLimit(.minutes(1))) struct `A refusal of the Cognito door` {
    static let calls = [
        ("GetId", #"{"IdentityPoolId":"\#(Sample.poolID)"}"#),
        ("GetCredentialsForIdentity", #"{"IdentityId":"\#(Sample.identity)"}"#),
        ("GetOpenIdToken", #"{"IdentityId":"\#(Sample.identity)"}"#),
        ("UnlinkIdentity", #"{"IdentityId":"\#(Sample.identity)","Logins":{},"LoginsToRemove":[]}"#),
    ]

    @Test(arguments: ExpectedRefusal.all + ExpectedRefusal.administrative)
    func `says its name and text in the body and in both headers`(_ expected: ExpectedRefusal) async throws {
        try await TestSite.run(Rooms(refusing: expected.error)) { site in
            for (action, body) in Self.calls {
                let (code, message) = expected.modelled[action] ?? (expected.code, expected.message)
                let answer = try await site.call(action, body)
                #expect(answer.status == expected.status)
                #expect(answer.text == #"{"__type":"\#(code)","message":"\#(message)"}"#)
                #expect(answer["x-amzn-ErrorType"] == "\(code):")
                #expect(answer["x-amzn-ErrorMessage"] == message)
                #expect(answer["Content-Type"] == "application/x-amz-json-1.1")
            }
        }
    }

    @Test(arguments: ["SetIdentityPoolRoles", "UpdateIdentityPool"])
    func `tells of another's change of the pool where the model has an error for it`(action: String) {
        #expect(
            FederationError.overtaken.wire(in: action)
                == WireError("ConcurrentModificationException", "Identity pool is being modified by another request."))
        #expect(
            FederationError.overtaken.wire(in: "SetPrincipalTagAttributeMap") == .tooManyRequests(retryAfter: 1))
        #expect(FederationError.overtaken.wire(in: "MergeDeveloperIdentities") == .tooManyRequests(retryAfter: 1))
    }

    @Test func `keeps what a header cannot hold out of the header and in the body`() async throws {
        let rooms = Rooms(refusing: .invalid(.loginNotLinked("a\r\nSet-Cookie: x=1\u{7F}\u{E9}\u{1F600}\u{0}")))
        try await TestSite.run(rooms) { site in
            let answer = try await site.call("GetOpenIdToken", #"{"IdentityId":"\#(Sample.identity)"}"#)
            #expect(answer["x-amzn-ErrorMessage"] == "a??Set-Cookie: x=1???? is not linked to this identity.")
            #expect(answer["Set-Cookie"] == nil)
            #expect(
                answer.text
                    == "{\"__type\":\"InvalidParameterException\",\"message\":\"a\\r\\nSet-Cookie: x=1\u{7F}\u{E9}\u{1F600}\\u0000 is not linked to this identity.\"}"
            )
        }
    }

    @Test func `cuts a long message in the header only`() async throws {
        let name = String(repeating: "n", count: 5000)
        try await TestSite.run(Rooms(refusing: .invalid(.loginNotLinked(ProviderName(name))))) { site in
            let answer = try await site.call("GetOpenIdToken", #"{"IdentityId":"\#(Sample.identity)"}"#)
            #expect(answer["x-amzn-ErrorMessage"] == String(repeating: "n", count: 1024))
            #expect(answer.text.contains("\(name) is not linked to this identity."))
        }
    }

    @Test(arguments: [
        "[]", "5", "\"text\"", "{", "{}{}", "nul", #"{"IdentityPoolId":5}"#, #"{"IdentityPoolId":["a"]}"#,
        #"{"IdentityPoolId":"eu:ab","Logins":"x"}"#, #"{"IdentityPoolId":"eu:ab","Logins":[]}"#,
        #"{"IdentityPoolId":"eu:ab","Logins":{"a":1}}"#, #"{"IdentityPoolId":"eu:ab","Logins":{"a":"x","a":"y"}}"#,
        #"{"IdentityPoolId":"eu:ab","AccountId":1}"#, #"{"AccountId":true}"#,
    ])
    func `of a body that cannot be read has no text`(_ body: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.call("GetId", body)
            #expect(answer.status == 400)
            #expect(answer.text == #"{"__type":"SerializationException"}"#)
            #expect(answer["x-amzn-ErrorType"] == "SerializationException:")
            #expect(answer["x-amzn-ErrorMessage"] == nil)
        }
    }

    @Test func `of malformed UTF-8 is the same`() async throws {
        try await TestSite.run { site in
            let body = Array(#"{"IdentityPoolId":"a"#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
            let answer = try await site.client.send(
                "POST", headers: [("X-Amz-Target", "AWSCognitoIdentityService.GetId")], body: body)
            #expect(answer.text == #"{"__type":"SerializationException"}"#)
        }
    }

    @Test(arguments: [#""a""#, "{}", "[1]"])
    func `of providers to remove that are no list of texts is the same`(_ list: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.call(
                "UnlinkIdentity", #"{"IdentityId":"eu:ab","Logins":{},"LoginsToRemove":\#(list)}"#)
            #expect(answer.text == #"{"__type":"SerializationException"}"#)
        }
    }

    @Test(arguments: [
        "AWSCognitoIdentityService.CreateIdentityPool", "AWSCognitoIdentityService.getid", "GetId", "", "X.GetId",
        "AWSCognitoIdentityService.",
    ])
    func `of an unknown target comes before the body is looked at`(_ target: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.client.send("POST", headers: [("X-Amz-Target", target)], body: Array("{".utf8))
            #expect(answer.status == 400)
            #expect(answer.text == #"{"__type":"UnknownOperationException"}"#)
            #expect(answer["x-amzn-ErrorType"] == "UnknownOperationException:")
        }
    }

    @Test func `of a missing target is the same`() async throws {
        try await TestSite.run { site in
            let answer = try await site.client.send(
                "POST", headers: [("Content-Type", "application/x-amz-json-1.1")], body: Array("{}".utf8))
            #expect(answer.text == #"{"__type":"UnknownOperationException"}"#)
        }
    }
}
