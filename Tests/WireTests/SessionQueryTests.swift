import IdentityModel
import STS
import Synchronization
import TestSupport
import Testing

/// The calls of STS that a user's or a session's signature opens.
@Suite(.timeLimit(.minutes(1))) struct `A signed call of STS` {
    static func answer(_ action: String, _ result: String) -> String {
        #"<\#(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\#(action)Result>\#(result)"#
            + "</\(action)Result><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></\(action)Response>"
    }

    static let credentials =
        "<Credentials><AccessKeyId>ASIAQAAAAAAABBBBBBBB</AccessKeyId>"
        + "<SecretAccessKey>wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY</SecretAccessKey>"
        + "<SessionToken>FwoGZXIvYXdzEXAMPLE//token==</SessionToken>"
        + "<Expiration>2018-10-02T16:31:45Z</Expiration></Credentials>"

    static func expectRefusal(_ answer: RawAnswer, _ status: Int, _ code: String, _ message: String) {
        #expect(answer.status == status)
        #expect(answer.text.contains("<Code>\(code)</Code><Message>\(message)</Message>"), "\(answer.text)")
    }

    @Test(arguments: [("", nil as Int?), ("&DurationSeconds=900", 900), ("&DurationSeconds=129600", 129_600)])
    func `gives a user a session`(_ parameter: String, _ expected: Int?) async throws {
        let seen = Mutex<Int??>(.none)
        var rooms = Rooms.willing
        rooms.begin = { _, duration in
            seen.withLock { $0 = .some(duration) }
            return Sample.credentials
        }
        try await TestSite.run(rooms) { site in
            let answer = try await site.query("Action=GetSessionToken&Version=2011-06-15\(parameter)")
            #expect(answer.status == 200)
            #expect(
                answer.text.replacing(answer["x-amzn-RequestId"] ?? "-", with: "ID")
                    == Self.answer("GetSessionToken", Self.credentials))
        }
        #expect(seen.withLock { $0 } == .some(expected))
    }

    @Test(arguments: [
        (
            "DurationSeconds=899", "ValidationError",
            "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
        ),
        (
            "DurationSeconds=129601", "ValidationError",
            "1 validation error detected: Value '129601' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 129600"
        ),
    ])
    func `refuses a session of another kind`(_ parameter: String, _ code: String, _ message: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.query("Action=GetSessionToken&Version=2011-06-15&\(parameter)")
            Self.expectRefusal(answer, 400, code, message)
        }
    }

    @Test(arguments: [
        ("AKIAQAAAAAAAAAAAAAAA", "000000000000"), ("ASIAQAAAAAAAQAAAAAAA", "000000000001"),
        ("AKIARZPUZDIKAAAAAAAA", "123456789012"),
    ])
    func `reads the account out of a key`(_ key: String, _ account: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.query("Action=GetAccessKeyInfo&Version=2011-06-15&AccessKeyId=\(key)")
            #expect(answer.status == 200)
            #expect(
                answer.text.replacing(answer["x-amzn-RequestId"] ?? "-", with: "ID")
                    == Self.answer("GetAccessKeyInfo", "<Account>\(account)</Account>"))
        }
    }

    @Test(arguments: [
        (
            "",
            "1 validation error detected: Value null at 'accessKeyId' failed to satisfy constraint: Member must not be null"
        ),
        ("&AccessKeyId=AKIAQAAAAAAAAAAA", "The access key id is not valid."),
        ("&AccessKeyId=AROAQAAAAAAAAAAAAAAA", "The access key id is not valid."),
    ])
    func `refuses what is no key`(_ parameter: String, _ message: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.query("Action=GetAccessKeyInfo&Version=2011-06-15\(parameter)")
            Self.expectRefusal(answer, 400, "ValidationError", message)
        }
    }

    @Test func `needs a permission to read a key`() async throws {
        var rooms = Rooms.willing
        rooms.require = { action, resource, _, _ throws(STSError) in
            throw .accessDenied("no \(action) on \(resource)")
        }
        try await TestSite.run(rooms) { site in
            let answer = try await site.query(
                "Action=GetAccessKeyInfo&Version=2011-06-15&AccessKeyId=AKIAQAAAAAAAAAAAAAAA")
            Self.expectRefusal(answer, 403, "AccessDenied", "no sts:GetAccessKeyInfo on *")
        }
    }

    static let role = "Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::123456789012:role/app"
    static let assume = "\(role)&RoleSessionName=me"

    @Test func `assumes a role on all its terms`() async throws {
        let seen = Mutex<AssumptionRequest?>(nil)
        var rooms = Rooms.willing
        rooms.assume = { request, _ in
            seen.withLock { $0 = request }
            return AssumedRole(
                credentials: Sample.credentials, arn: "arn:aws:sts::123456789012:assumed-role/app/me",
                id: "AROAQAAAAAAABBBBBBBBB:me", packedPolicySize: 7, sourceIdentity: "Ann")
        }
        try await TestSite.run(rooms) { site in
            let answer = try await site.query(
                "\(Self.assume)&DurationSeconds=900&Policy=%7B%7D&ExternalId=a/b:c&SourceIdentity=Ann"
                    + "&PolicyArns.member.1.arn=arn:aws:iam::aws:policy/One&TransitiveTagKeys.member.1=Team"
                    + "&Tags.member.1.Key=Team&Tags.member.1.Value=x&Tags.member.2.Key=site&Tags.member.2.Value=")
            #expect(answer.status == 200)
            #expect(
                answer.text.replacing(answer["x-amzn-RequestId"] ?? "-", with: "ID")
                    == Self.answer(
                        "AssumeRole",
                        Self.credentials + "<AssumedRoleUser><AssumedRoleId>AROAQAAAAAAABBBBBBBBB:me</AssumedRoleId>"
                            + "<Arn>arn:aws:sts::123456789012:assumed-role/app/me</Arn></AssumedRoleUser>"
                            + "<PackedPolicySize>7</PackedPolicySize><SourceIdentity>Ann</SourceIdentity>"))
        }
        let request = try #require(seen.withLock { $0 })
        #expect(request.roleARN == "arn:aws:iam::123456789012:role/app")
        #expect(request.sessionName == "me")
        #expect(request.duration == 900)
        #expect(request.sessionPolicy == .inline("{}"))
        #expect(request.policyARNs == ["arn:aws:iam::aws:policy/One"])
        #expect(request.tags.values == ["Team": "x", "site": ""])
        #expect(request.tags.transitiveKeys == ["Team"])
        #expect(request.sourceIdentity == "Ann")
        #expect(request.externalID == "a/b:c")
    }

    @Test(arguments: [
        ("SerialNumber=GAHT12345678", 403, "AccessDenied", STSText.device),
        ("TokenCode=123456", 403, "AccessDenied", STSText.device),
        ("ProvidedContexts.member.1.ProviderArn=x", 400, "InvalidParameterValue", "ProvidedContexts is not supported."),
        (
            "Tags.member.1.Key=a&Tags.member.1.Value=&Tags.member.2.Key=A&Tags.member.2.Value=", 400,
            "InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        ),
        (
            "Tags.member.1.Key=aws:a&Tags.member.1.Value=", 400, "InvalidParameterValue",
            "Tag keys with the prefix aws: are reserved."
        ),
        (
            "TransitiveTagKeys.member.1=a", 400, "ValidationError",
            "The specified transitive tag key must be included in the requested tags."
        ),
        (
            "SourceIdentity=a", 400, "ValidationError",
            "1 validation error detected: Value 'a' at 'sourceIdentity' failed to satisfy constraint: Member must have length greater than or equal to 2"
        ),
        (
            "DurationSeconds=43201", 400, "ValidationError",
            "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200"
        ),
    ])
    func `refuses other terms`(_ parameter: String, _ status: Int, _ code: String, _ message: String) async throws {
        try await TestSite.run { site in
            Self.expectRefusal(try await site.query("\(Self.assume)&\(parameter)"), status, code, message)
        }
    }

    @Test func `takes policies of 2,048 characters, with the names of managed ones`() async throws {
        let managed = (1...2).map { "&PolicyArns.member.\($0).arn=arn:aws:iam::aws:policy/P" }.joined()
        let text = String(repeating: "x", count: 1_999)
        try await TestSite.run { site in
            Self.expectRefusal(
                try await site.query("\(Self.assume)&Policy=\(text)\(managed)"), 400, "ValidationError",
                "1 validation error detected: Value '\(text)' at 'policy' failed to satisfy constraint: "
                    + "Member must have length less than or equal to 2048")
        }
    }

    @Test func `takes no more than ten policies`() async throws {
        try await TestSite.run { site in
            let policies = (1...11).map { "&PolicyArns.member.\($0).arn=arn:aws:iam::aws:policy/P\($0)" }.joined()
            let answer = try await site.query(Self.assume + policies)
            #expect(answer.status == 400)
            #expect(answer.text.contains("at 'policyArns' failed to satisfy constraint: Member must have length less"))
        }
    }

    @Test(arguments: [
        (
            STSError.roleDenied("User: u is not authorized", action: "sts:AssumeRole", why: .roleNotFound), 403,
            "AccessDenied", "User: u is not authorized"
        ),
        (
            .durationExceedsChaining, 400, "ValidationError",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
        ),
        (
            .tagsRefused(.inheritedKey), 400, "ValidationError",
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session."
        ),
        (.tagsRefused(.tooMany), 400, "ValidationError", "A session can bear no more than 50 tags."),
        (
            .sessionPolicyNotFound("arn:aws:iam::aws:policy/No"), 400, "ValidationError",
            "Policy arn:aws:iam::aws:policy/No does not exist or is not attachable."
        ),
        (
            .notAuthorized(action: "sts:AssumeRole", why: .malformedRoleARN), 400, "ValidationError",
            "Request ARN is invalid"
        ),
    ])
    func `says why a role stays closed`(
        _ error: STSError, _ status: Int, _ code: String, _ message: String
    ) async throws {
        var rooms = Rooms.willing
        rooms.assume = { _, _ throws(STSError) in throw error }
        try await TestSite.run(rooms) { site in
            Self.expectRefusal(try await site.query(Self.assume), status, code, message)
        }
    }
}

enum STSText {
    static let device = "MultiFactorAuthentication failed with invalid MFA one time pass code. "
}
