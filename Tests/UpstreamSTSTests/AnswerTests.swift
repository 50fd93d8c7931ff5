import Foundation
import IdentityModel
import Testing

@testable import UpstreamSTS

@Suite struct `An answer of an STS` {
    struct Kind: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let id: String
        let secret: String
        let token: String
    }

    static let kinds = [
        Kind(
            testDescription: "AWS", text: SampleAnswer.aws, id: "ASIAIOSFODNN7EXAMPLE",
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY",
            token: "AQoDYXdzEE0a8ANXXXXXXXXNO1ewxE5TijQyp+IEXAMPLE"),
        Kind(
            testDescription: "MinIO", text: SampleAnswer.minio, id: "Y4RJU1RNFGK48LGO9I2S",
            secret: "sYLRKS1Z7hSjluf6gEbb9066hnx315wHTiACPAjg",
            token: "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.e30.c2ln"),
        Kind(
            testDescription: "Ceph", text: SampleAnswer.ceph, id: "kot7kWDsXb7xU57KoJG",
            secret: "T846B0TZ0KBZAFLQQAC29U1ZW4SWHGWEJDO60SI", token: "OlcY1NLDYNX+zaKYZ9uManjXLaOj6hN1WfE4=="),
    ]

    @Test(arguments: kinds) func `gives its credentials, whoever wrote it`(kind: Kind) throws {
        guard case .credentials(let credentials) = try STSAnswer(Array(kind.text.utf8)) else {
            Issue.record("no credentials")
            return
        }
        #expect(credentials.accessKeyID.rawValue == kind.id)
        #expect(credentials.secretAccessKey.reveal() == kind.secret)
        #expect(credentials.sessionToken.reveal() == kind.token)
        #expect(credentials.expiration == Date(timeIntervalSince1970: 1_893_459_600))
    }

    @Test(arguments: [
        (SampleAnswer.error("AccessDenied", "Not authorized"), "AccessDenied", "Not authorized"),
        (SampleAnswer.error("InvalidParameterValue", "x &lt; y", type: ""), "InvalidParameterValue", "x < y"),
        (SampleAnswer.cephRefusal, "AccessDenied", ""),
        ("<e:ErrorResponse xmlns:e=\"u\"><e:Error><e:Code><![CDATA[A]]></e:Code></e:Error></e:ErrorResponse>", "A", ""),
    ])
    func `gives its error, in whatever it is wrapped`(text: String, code: String, message: String) throws {
        guard case .error(let itsCode, let itsMessage) = try STSAnswer(Array(text.utf8)) else {
            Issue.record("no error")
            return
        }
        #expect(itsCode == code)
        #expect(itsMessage == message)
    }

    struct Attack: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
        let refusal: STSAnswerError

        init(_ description: String, _ text: String, _ refusal: STSAnswerError) {
            self.init(description, Array(text.utf8), refusal)
        }

        init(_ description: String, _ bytes: [UInt8], _ refusal: STSAnswerError) {
            testDescription = description
            self.bytes = bytes
            self.refusal = refusal
        }
    }

    private static let utf16: [UInt8] =
        [0xFF, 0xFE] + SampleAnswer.aws.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }

    static let attacks = [
        Attack("nothing", "", .malformed),
        Attack("JSON", #"{"Credentials":{}}"#, .malformed),
        Attack("half of it", String(SampleAnswer.aws.prefix(600)), .malformed),
        Attack("something behind it", SampleAnswer.aws + "<more/>", .malformed),
        Attack("bytes that are no UTF-8", Array(SampleAnswer.aws.utf8) + [0xFF], .malformed),
        Attack("UTF-16", utf16, .malformed),
        Attack(
            "a declared encoding in which a document type is hidden",
            #"<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-"# + SampleAnswer.cephRefusal, .malformed),
        Attack("a document type", "<!DOCTYPE a>" + SampleAnswer.aws, .malformed),
        Attack(
            "entities that grow",
            """
            <!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
            <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
            <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>
            <Error><Code>&f;&f;&f;&f;&f;&f;&f;&f;</Code></Error>
            """, .malformed),
        Attack(
            "an entity from a file",
            #"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Error><Code>A</Code><Message>&x;</Message></Error>"#,
            .malformed),
        Attack("an entity that nobody declared", "<Error><Code>&x;</Code></Error>", .malformed),
        Attack(
            "depth", String(repeating: "<a>", count: 5_000) + String(repeating: "</a>", count: 5_000), .malformed),
        Attack(
            "an element inside a part",
            SampleAnswer.aws.replacing("ASIAIOSFODNN7EXAMPLE", with: "<x>ASIAIOSFODNN7EXAMPLE</x>"), .malformed),
        Attack(
            "a part twice",
            SampleAnswer.aws.replacing("</Credentials>", with: "<AccessKeyId>OTHER</AccessKeyId></Credentials>"),
            .ambiguous),
        Attack(
            "credentials twice",
            SampleAnswer.aws.replacing(
                "</AssumeRoleWithWebIdentityResult>",
                with: "<Credentials><AccessKeyId>OTHER</AccessKeyId></Credentials></AssumeRoleWithWebIdentityResult>"),
            .ambiguous),
        Attack(
            "credentials and an error",
            SampleAnswer.aws.replacing(
                "<ResponseMetadata>", with: "<Error><Code>AccessDenied</Code></Error><ResponseMetadata>"), .ambiguous),
        Attack("neither", "<AssumeRoleWithWebIdentityResponse/>", .ambiguous),
        Attack("an error without a code", "<Error><Message>m</Message></Error>", .incomplete),
        Attack("an empty key", SampleAnswer.aws.replacing("ASIAIOSFODNN7EXAMPLE", with: ""), .incomplete),
        Attack("a key of two lines", SampleAnswer.aws.replacing("ASIAIOSFODNN7EXAMPLE", with: "A\nB"), .incomplete),
        Attack(
            "a key that is too long",
            SampleAnswer.aws.replacing("ASIAIOSFODNN7EXAMPLE", with: String(repeating: "A", count: 129)), .incomplete),
        Attack("no date", SampleAnswer.aws.replacing("2030-01-01T01:00:00Z", with: "tomorrow"), .incomplete),
        Attack("a point without places", SampleAnswer.aws.replacing("01:00:00Z", with: "01:00:00.Z"), .incomplete),
        Attack("no end", SampleAnswer.aws.replacing("Expiration>", with: "Ends>"), .incomplete),
    ]

    @Test(arguments: attacks) func `is refused when it is anything else`(attack: Attack) {
        #expect(throws: attack.refusal) { try STSAnswer(attack.bytes) }
    }
}
