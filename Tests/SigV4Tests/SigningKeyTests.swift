import SigV4
import Testing

@Suite struct `A signing key` {
    /// The first two are published in the AWS General Reference; all three agree with botocore 1.43.11.
    @Test(arguments: [
        ("20120215", "iam", "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d"),
        ("20150830", "iam", "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"),
        ("20150830", "service", "938127b5336810ddb6a5d6af445fcac9e371f9ed418ed386b022aed82901be75"),
    ])
    func `is derived from the secret and its scope`(date: String, service: String, expected: String) {
        let scope = CredentialScope(date: date, region: "us-east-1", service: service)
        let key = SigningKey(secret: Sample.secret, scope: scope)
        #expect(key.reveal().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
        #expect(key.scope == scope)
    }

    @Test func `never shows itself`() {
        let key = Sample.key()
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key)" == "<secret>")
        #expect(String(reflecting: key) == "<secret>")
        #expect(dumped == "- <secret>\n")
    }
}
