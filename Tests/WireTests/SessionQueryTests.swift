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
        ("TokenCode=123456", "InvalidParameterValue", "TokenCode is not supported."),
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
}
