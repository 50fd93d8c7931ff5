import Federation
import IdentityModel
import STS
import SigV4
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The STS door` {
    static let caller =
        #"<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>"#
        + "<UserId>AROAQAAAAAAABBBBBBBBB:Cognito &amp; &lt;friends&gt;</UserId><Account>123456789012</Account>"
        + "<Arn>arn:aws:sts::123456789012:assumed-role/guest/Cognito &amp; &lt;friends&gt;</Arn>"
        + "</GetCallerIdentityResult><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata>"
        + "</GetCallerIdentityResponse>"

    @Test func `tells a caller who they are`() async throws {
        try await TestSite.run { site in
            let answer = try await site.query("Action=GetCallerIdentity&Version=2011-06-15")
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "text/xml")
            #expect(answer.text.replacing(answer["x-amzn-RequestId"] ?? "-", with: "ID") == Self.caller)
        }
    }

    @Test(arguments: [
        ("GET", "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Signature=ab%2Fc", ""),
        ("POST", "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Signature=ab%2Fc", ""),
        ("POST", "/", "Action=GetCallerIdentity&Version=2011-06-15"),
    ])
    func `hands a signed request over as it came`(_ method: String, _ target: String, _ body: String) async throws {
        let seen = Mutex<(SignedRequest, String)?>(nil)
        var rooms = Rooms.willing
        rooms.recognise = { request, service in
            seen.withLock { $0 = (request, service) }
            return Sample.caller
        }
        try await TestSite.run(rooms) { site in
            let answer = try await site.client.send(
                method, target,
                headers: [
                    ("Content-Type", "application/x-www-form-urlencoded"), ("X-Amz-Date", "d1"), ("x-amz-date", "d2"),
                ],
                body: Array(body.utf8))
            #expect(answer.status == 200)
        }
        let (request, service) = try #require(seen.withLock { $0 })
        #expect(service == "sts")
        #expect(request.method == method)
        #expect(request.path == "/")
        #expect(request.query == target.dropFirst(2))
        #expect(request.headers.filter { $0.name == "x-amz-date" }.map(\.value) == ["d1", "d2"])
        #expect(request.headers.filter { $0.name == "host" }.map(\.value) == ["localhost"])
        guard case .bytes(let bytes) = request.body else { return #expect(Bool(false)) }
        #expect(bytes == Array(body.utf8))
    }

    @Test func `exchanges a web identity token for credentials`() async throws {
        let seen = Mutex<WebIdentityRequest?>(nil)
        var rooms = Rooms.willing
        rooms.assumeRole = { request in
            seen.withLock { $0 = request }
            return Sample.webIdentityAnswer
        }
        try await TestSite.run(rooms) { site in
            let answer = try await site.query(
                "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=my+name%2B1".replacing(
                    "+name", with: "name")
                    + "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fapp&WebIdentityToken=ey.J%2B.x"
                    + "&DurationSeconds=%2B0900&Policy=%7B+%7D&PolicyArns.member.02.arn=arn:aws:iam::aws:policy/Two"
                    + "&PolicyArns.member.1.arn=arn:aws:iam::aws:policy/One&Unknown=1")
            #expect(answer.status == 200)
            #expect(
                answer.text.replacing(answer["x-amzn-RequestId"] ?? "-", with: "ID")
                    == #"<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">"#
                    + "<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAQAAAAAAABBBBBBBB</AccessKeyId>"
                    + "<SecretAccessKey>wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY</SecretAccessKey>"
                    + "<SessionToken>FwoGZXIvYXdzEXAMPLE//token==</SessionToken>"
                    + "<Expiration>2018-10-02T16:31:45Z</Expiration></Credentials>"
                    + "<SubjectFromWebIdentityToken>eu-west-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d</SubjectFromWebIdentityToken>"
                    + "<AssumedRoleUser><AssumedRoleId>AROAQAAAAAAABBBBBBBBB:session</AssumedRoleId>"
                    + "<Arn>arn:aws:sts::123456789012:assumed-role/app/session</Arn></AssumedRoleUser>"
                    + "<PackedPolicySize>6</PackedPolicySize><Provider>cognito-identity.amazonaws.com</Provider>"
                    + "<Audience>eu-west-1:1f6d3e1e-0b0a-4a39-9d6e-0b2c7f4f9a11</Audience>"
                    + "</AssumeRoleWithWebIdentityResult><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata>"
                    + "</AssumeRoleWithWebIdentityResponse>")
        }
        let request = try #require(seen.withLock { $0 })
        #expect(request.roleARN == "arn:aws:iam::123456789012:role/app")
        #expect(request.sessionName == "myname+1")
        #expect(request.token.reveal() == "ey.J+.x")
        #expect(request.durationSeconds == 900)
        #expect(request.policy == "{ }")
        #expect(request.policyARNs == ["arn:aws:iam::aws:policy/One", "arn:aws:iam::aws:policy/Two"])
    }
}

/// What a refusal on the Query protocol must look like.
struct ExpectedQueryRefusal: Sendable, CustomTestStringConvertible {
    let error: WebIdentityError
    let status: Int
    let code: String
    let message: String
    var type = "Sender"

    var testDescription: String { "\(code): \(message)" }

    static let all: [ExpectedQueryRefusal] = [
        .init(
            error: .invalidToken("Missing a required claim: aud"), status: 400, code: "InvalidIdentityToken",
            message: "Missing a required claim: aud"),
        .init(
            error: .expiredToken(now: 20, expiry: 10), status: 400, code: "ExpiredTokenException",
            message: "Token expired: current date/time 20 must be before the expiration date/time 10"),
        .init(
            error: .providerUnreachable, status: 400, code: "IDPCommunicationError",
            message: "The identity provider cannot be reached. Try again."),
        .init(
            error: .unavailable("connection refused"), status: 503, code: "ServiceUnavailable",
            message: "The service is unavailable. Try again.", type: "Receiver"),
        .init(
            error: .refused(.notAuthorized(action: "sts:AssumeRoleWithWebIdentity", why: .roleNotFound)), status: 403,
            code: "AccessDenied", message: "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
        .init(
            error: .refused(.notAuthorized(action: "sts:AssumeRoleWithWebIdentity", why: .malformedRoleARN)),
            status: 400, code: "ValidationError", message: "Request ARN is invalid"),
        .init(
            error: .refused(.packedPolicyTooLarge(percent: 118)), status: 400, code: "PackedPolicyTooLarge",
            message: "Packed policy consumes 118% of allotted space, please use smaller policy."),
        .init(
            error: .refused(.durationExceedsRole(maximum: 3600)), status: 400, code: "ValidationError",
            message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."),
        .init(
            error: .refused(.notSealed(.noSealingKey)), status: 500, code: "InternalFailure",
            message: "Internal failure",
            type: "Receiver"),
        .init(
            error: .refused(.unavailable("connection refused")), status: 503, code: "ServiceUnavailable",
            message: "The service is unavailable. Try again.", type: "Receiver"),
        .init(
            error: .refused(.unknownCaller(.noSuchKey)), status: 403, code: "InvalidClientTokenId",
            message: "The security token included in the request is invalid."),
        .init(
            error: .refused(.sessionExpired), status: 403, code: "ExpiredToken",
            message: "The security token included in the request is expired"),
        .init(
            error: .refused(.signatureRefused(.noSignature)), status: 403, code: "MissingAuthenticationToken",
            message: "Request is missing Authentication Token"),
        .init(
            error: .refused(.signatureRefused(.unsupportedAlgorithm("<X>"))), status: 400, code: "IncompleteSignature",
            message: "Unsupported AWS 'algorithm': '&lt;X&gt;'."),
        .init(
            error: .refused(.signatureRefused(.unknownAccessKey)), status: 403, code: "InvalidClientTokenId",
            message: "The security token included in the request is invalid."),
        .init(
            error: .refused(.signatureRefused(.mismatch(.signatureDiffers))), status: 403,
            code: "SignatureDoesNotMatch",
            message:
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
        ),
    ]
}

@Suite(.timeLimit(.minutes(1))) struct `A refusal of the STS door` {
    static let web = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"
    static let role = "&RoleArn=arn:aws:iam::123456789012:role/app"
    static let good = "\(web)\(role)&RoleSessionName=me&WebIdentityToken=ey.J.x"

    private func expect(
        _ answer: RawAnswer, _ status: Int, _ code: String, _ message: String, type: String = "Sender"
    ) {
        #expect(answer.status == status)
        #expect(answer["Content-Type"] == "text/xml")
        #expect(
            answer.text.replacing(answer["x-amzn-RequestId"] ?? "-", with: "ID")
                == #"<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>\#(type)</Type>"#
                + "<Code>\(code)</Code><Message>\(message)</Message></Error><RequestId>ID</RequestId></ErrorResponse>")
    }

    @Test(arguments: ExpectedQueryRefusal.all)
    func `says type, code and text`(_ expected: ExpectedQueryRefusal) async throws {
        var rooms = Rooms()
        rooms.assumeRole = { _ throws(WebIdentityError) in throw expected.error }
        rooms.recognise = { _, _ throws(STSError) in
            guard case .refused(let error) = expected.error else { throw .unavailable("unexpected call") }
            throw error
        }
        try await TestSite.run(rooms) { site in
            expect(
                try await site.query(Self.good), expected.status, expected.code, expected.message, type: expected.type)
            guard case .refused = expected.error else { return }
            expect(
                try await site.query("Action=GetCallerIdentity&Version=2011-06-15"), expected.status, expected.code,
                expected.message, type: expected.type)
        }
    }

    @Test(arguments: [
        (
            "Action=GetFederation%3CToken&Version=2011-06-15", "InvalidAction",
            "Could not find operation GetFederation&lt;Token for version 2011-06-15"
        ),
        (
            "Action=GetCallerIdentity&Version=2012-10-17", "InvalidAction",
            "Could not find operation GetCallerIdentity for version 2012-10-17"
        ),
        (
            "Action=GetCallerIdentity", "InvalidAction",
            "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED"
        ),
        ("Version=2011-06-15", "MissingAction", "The request names no action."),
        ("", "MissingAction", "The request names no action."),
        ("Action=%zz", "MalformedInput", "A parameter cannot be read."),
        ("Action=%C3%28", "MalformedInput", "A parameter cannot be read."),
        ("Action=A&Action=B", "MalformedInput", "A parameter cannot be read."),
        ("\(good)&DurationSeconds=900.0", "MalformedInput", "A parameter cannot be read."),
        ("\(good)&DurationSeconds=", "MalformedInput", "A parameter cannot be read."),
        ("\(good)&DurationSeconds=2147483648", "MalformedInput", "A parameter cannot be read."),
        ("\(good)&PolicyArns.member.0.arn=a", "MalformedInput", "A parameter cannot be read."),
        ("\(good)&PolicyArns.member.x.arn=a", "MalformedInput", "A parameter cannot be read."),
        (
            "\(good)&PolicyArns.member.1.arn=a&PolicyArns.member.01.arn=b", "MalformedInput",
            "A parameter cannot be read."
        ),
        (
            "\(good)&PolicyArns.member.12.arn=arn:aws:iam::aws:policy/One", "MalformedInput",
            "A parameter cannot be read."
        ),
        (
            "\(good)&DurationSeconds=899", "ValidationError",
            "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
        ),
        (
            "\(good)&DurationSeconds=43201", "ValidationError",
            "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200"
        ),
        (
            web, "ValidationError",
            "3 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null; Value null at 'webIdentityToken' failed to satisfy constraint: Member must not be null"
        ),
        (
            "\(web)\(role)&RoleSessionName=\(String(repeating: "s", count: 65))&WebIdentityToken=abc",
            "ValidationError",
            "2 validation errors detected: Value '\(String(repeating: "s", count: 65))' at 'roleSessionName' failed to satisfy constraint: Member must have length less than or equal to 64; Value at 'webIdentityToken' failed to satisfy constraint: Member must have length greater than or equal to 4"
        ),
        (
            "\(web)\(role)&RoleSessionName=a/b&WebIdentityToken=abcd&Policy=", "ValidationError",
            #"3 validation errors detected: Value 'a/b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*; Value '' at 'policy' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'policy' failed to satisfy constraint: Member must satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+"#
        ),
        (
            "\(good)&PolicyArns.member.2.arn=arn:aws:iam::aws:policy/Two", "ValidationError",
            "1 validation error detected: Value null at 'policyArns.1.member' failed to satisfy constraint: Member must not be null"
        ),
        (
            "\(good)&PolicyArns.member.1.arn=short", "ValidationError",
            "1 validation error detected: Value '[short]' at 'policyArns' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 20]"
        ),
    ])
    func `of a call that cannot be understood asks nobody`(
        _ form: String, _ code: String, _ message: String
    ) async throws {
        try await TestSite.run { site in
            expect(try await site.query(form), 400, code, message)
        }
    }

    /// Two ARNs of 25 characters.
    @Test(arguments: [(1_998, nil as String?), (1_999, "at 'policy'"), (0, nil)])
    func `of policies counts text and ARNs together`(_ length: Int, _ place: String?) async throws {
        let managed = (1...2).map { "&PolicyArns.member.\($0).arn=arn:aws:iam::aws:policy/P" }.joined()
        let inline = length == 0 ? "" : "&Policy=" + String(repeating: "x", count: length)
        try await TestSite.run { site in
            let answer = try await site.query(Self.good + inline + managed)
            #expect(answer.status == (place == nil ? 200 : 400))
            if let place {
                #expect(
                    answer.text.contains(
                        "\(place) failed to satisfy constraint: Member must have length less than or equal to 2048<"))
            }
        }
    }

    @Test func `of ARNs alone tells the limit of all policies`() async throws {
        let long = "arn:aws:iam::aws:policy/" + String(repeating: "x", count: 1_001)
        try await TestSite.run { site in
            let two = Self.good + (1...2).map { "&PolicyArns.member.\($0).arn=\(long)" }.joined()
            expect(
                try await site.query(two), 400, "ValidationError",
                "1 validation error detected: Value '[\(long), \(long)]' at 'policyArns' failed to satisfy constraint: "
                    + "Member must have length less than or equal to 2048")
        }
    }

    @Test func `of more than ten policies tells the limit`() async throws {
        try await TestSite.run { site in
            let policies = (1...11).map { "&PolicyArns.member.\($0).arn=arn:aws:iam::aws:policy/P" }.joined()
            let answer = try await site.query(Self.good + policies)
            #expect(
                answer.text.contains(
                    "at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to 10<"))
        }
    }

    @Test func `of an opaque token's provider is an access denial`() async throws {
        try await TestSite.run { site in
            expect(
                try await site.query("\(Self.good)&ProviderId=www.amazon.com"), 403, "AccessDenied",
                "Not authorized to perform sts:AssumeRoleWithWebIdentity")
        }
    }

    @Test func `of too many parameters stops reading`() async throws {
        try await TestSite.run { site in
            let many = (0...1000).map { "p\($0)=" }.joined(separator: "&")
            expect(try await site.query(many), 400, "MalformedInput", "A parameter cannot be read.")
        }
    }
}
