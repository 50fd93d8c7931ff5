import IdentityModel
import STS
import Testing

@Suite struct `A session token` {
    /// Made step by step with Python's `hmac` and the AES-GCM of its `cryptography` 48.0.0: root key A0…BF, salt 00…1F.
    private static let token =
        "AQEBI0VniavN7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4flH5atpgYx5aE_m1j3YF0voo872HmhuJ5YT1fwqez3p907Y8FSYNI"
        + "48AnBVxMriHVpEmKD1wxHL0Pi9DDwR2ph7qpQK83OSblm0GmTXiNBkbZltUkPo-V049f2rxTXKy3Bxja_4ixYpguYCWF5JJsdJex-ow27gKo"
        + "rh9padBSEY5SY11ouPdhgyYRnOI48HGybomDCyIPxJL0JVdkR1g2ZaYMAj4d4Y2aD5wokMGxEt4hQE1wgwbYV_OwkSfPhm5UC3avEEPAVvOz"
        + "jiHhLha6KAbjBQkzJG8WdSn2KA75JwMgfXZUAxFhXGhgYoauxE8thVYVQLNAeB2xLCP7M7f7l_EeR8vTdNgifii0gdyvtWjQiybrKPziaAOE"
        + "NmgRMNCIn-qOGwf-FIvtazQATHc1JzhCWJPASFeoog-BPZldi-Fu5g09Rjg82c-acNyLqAty4SIFR-_cSqMEXgZw21kdbdH1qMl8qpT7MhKY"
        + "bZskNGwG111e9w2qZVLoqlPFlgJxLp-f2vSi8X-k2tFv3NFkY_ug6n5ynsvRk-3lWW8asEe38zJy5FuX2laCfAhxFqLFNP1tuqWBibiTOX6p"
        + "2CvCdXjOrblqKFSNiw1D"
    private static let secret = "+J/w9Q1Enfj77yvw3GejgBX/kW1EW65FRdwYOy/r"

    private func sealed(
        _ session: SealedSession? = nil, by seal: SessionSeal? = nil, for accessKeyID: AccessKeyID? = nil
    ) throws -> SealedToken {
        var generator = SystemRandomNumberGenerator()
        return try (seal ?? SampleSeal.seal()).seal(
            session ?? SampleSeal.fullSession(), for: accessKeyID ?? SampleSeal.accessKeyID(), at: SampleSeal.at(0),
            using: &generator)
    }

    @Test func `is made like another implementation makes it`() throws {
        var generator = CountingGenerator()
        let sealed = try SampleSeal.seal().seal(
            SampleSeal.fullSession(), for: SampleSeal.accessKeyID(), at: SampleSeal.at(0), using: &generator)
        #expect(sealed.token.reveal() == Self.token)
        #expect(sealed.secretAccessKey.reveal() == Self.secret)
    }

    @Test func `of another implementation is recognised`() throws {
        let opened = try SampleSeal.seal().open(
            Secret(Self.token), for: SampleSeal.accessKeyID(), at: SampleSeal.at(3599))
        #expect(try opened.session == SampleSeal.fullSession())
        #expect(opened.secretAccessKey().reveal() == Self.secret)
    }

    @Test func `gives back the session and the secret it was made with`() throws {
        for session in [try SampleSeal.fullSession(), try SampleSeal.bareSession()] {
            let sealed = try sealed(session)
            let opened = try SampleSeal.seal().open(sealed.token, for: SampleSeal.accessKeyID(), at: SampleSeal.at(1))
            #expect(opened.session == session)
            #expect(opened.secretAccessKey().reveal() == sealed.secretAccessKey.reveal())
            #expect(sealed.secretAccessKey.reveal().utf8.count == 40)
        }
    }

    @Test func `is another one each time, and so is its secret`() throws {
        let tokens = try (0..<10).map { _ in try sealed() }
        #expect(Set(tokens.map { $0.token.reveal() }).count == 10)
        #expect(Set(tokens.map { $0.secretAccessKey.reveal() }).count == 10)
    }

    @Test func `is refused when any one character of it differs`() throws {
        let seal = try SampleSeal.seal()
        let accessKeyID = try SampleSeal.accessKeyID()
        let characters = Array(Self.token.utf8)
        for position in characters.indices {
            // Neighbours in the alphabet differ in the lowest bit, which in the last character carries nothing.
            for other in Set([UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "_")]).subtracting([
                characters[position]
            ]) {
                var changed = characters
                changed[position] = other
                let token = Secret(String(decoding: changed, as: UTF8.self))
                #expect(throws: SealError.self) { try seal.open(token, for: accessKeyID, at: SampleSeal.at(0)) }
            }
        }
    }

    @Test func `is refused in every part as what it is`() throws {
        func refusal(at position: Int, _ other: Character) throws -> SealError? {
            var characters = Array(Self.token)
            characters[position] = other
            return #expect(throws: SealError.self) {
                try SampleSeal.seal().open(
                    Secret(String(characters)), for: SampleSeal.accessKeyID(), at: SampleSeal.at(0))
            }
        }
        #expect(try refusal(at: 0, "C") == .unknownFormat(version: 9, suite: 1))
        #expect(try refusal(at: 2, "A") == .unknownFormat(version: 1, suite: 0))
        #expect(try refusal(at: 8, "A") == .unknownKey(0x0123_4567_01AB_CDEF))
        #expect(try refusal(at: 20, "z") == .notAuthentic)
        #expect(try refusal(at: 100, "z") == .notAuthentic)
        #expect(try refusal(at: Self.token.count - 2, "z") == .notAuthentic)
    }

    @Test func `has one spelling, even where its last character has bits to spare`() throws {
        let token = try sealed(SampleSeal.bareSession()).token.reveal()
        #expect(token.utf8.count % 4 == 2)
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let end = try #require(token.last)
        let last = try #require(digits.firstIndex(of: end))
        let respelled = Secret(String(token.dropLast()) + String(digits[last + 1]))
        #expect(throws: SealError.malformed) {
            try SampleSeal.seal().open(respelled, for: SampleSeal.accessKeyID(), at: SampleSeal.at(0))
        }
    }

    @Test(arguments: ["", "A", "AQ", "AQE=", "not base64!", String(repeating: "A", count: 77), "AQEBI0VniavN7+/"])
    func `is no other text`(text: String) throws {
        #expect(throws: SealError.malformed) {
            try SampleSeal.seal().open(Secret(text), for: SampleSeal.accessKeyID(), at: SampleSeal.at(0))
        }
    }

    @Test func `is refused when cut short, lengthened or padded`() throws {
        for text in [
            String(Self.token.dropLast()), String(Self.token.dropLast(4)), Self.token + "AAAA", Self.token + "=",
        ] {
            #expect(throws: SealError.self) {
                try SampleSeal.seal().open(Secret(text), for: SampleSeal.accessKeyID(), at: SampleSeal.at(0))
            }
        }
    }

    @Test(arguments: ["ASIAQAAAAAAAABCDEFGI", "AKIAQAAAAAAAABCDEFGH"])
    func `is refused with another access key id`(accessKeyID: String) throws {
        #expect(throws: SealError.notAuthentic) {
            try SampleSeal.seal().open(
                Secret(Self.token), for: SampleSeal.accessKeyID(accessKeyID), at: SampleSeal.at(0))
        }
    }

    @Test func `is refused in another deployment`() throws {
        #expect(throws: SealError.notAuthentic) {
            try SampleSeal.seal(deploymentID: "other").open(
                Secret(Self.token), for: SampleSeal.accessKeyID(), at: SampleSeal.at(0))
        }
    }

    @Test func `is refused from its expiry on`() throws {
        for seconds in [3600.0, 3601, 80_000] {
            #expect(throws: SealError.expired(at: SampleSeal.at(3600))) {
                try SampleSeal.seal().open(
                    Secret(Self.token), for: SampleSeal.accessKeyID(), at: SampleSeal.at(seconds))
            }
        }
    }

    @Test func `may come from a clock five minutes ahead and no more`() throws {
        let accessKeyID = try SampleSeal.accessKeyID()
        let seal = try SampleSeal.seal()
        #expect(throws: Never.self) { try seal.open(Secret(Self.token), for: accessKeyID, at: SampleSeal.at(-300)) }
        #expect(throws: SealError.issuedAhead(at: SampleSeal.at(0))) {
            try seal.open(Secret(Self.token), for: accessKeyID, at: SampleSeal.at(-301))
        }
    }

    @Test func `is never made nor read beyond 8 KiB`() throws {
        var session = try SampleSeal.bareSession()
        // The token of a bare session has 58 bytes around a payload of 81, the policy 2 for its length: 8192
        // characters are 6144 bytes.
        session.policy = String(repeating: "x", count: 6144 - 58 - 81 - 2)
        let largest = try sealed(session)
        #expect(largest.token.reveal().utf8.count == 8192)
        #expect(throws: Never.self) {
            try SampleSeal.seal().open(largest.token, for: SampleSeal.accessKeyID(), at: SampleSeal.at(0))
        }
        session.policy? += "x"
        #expect(throws: SealError.tooLarge(8194)) { try sealed(session) }
        #expect(throws: SealError.tooLarge(8193)) {
            try SampleSeal.seal().open(
                Secret(String(repeating: "A", count: 8193)), for: SampleSeal.accessKeyID(), at: SampleSeal.at(0))
        }
    }

    @Test func `and its secret are never shown`() throws {
        let sealed = try sealed()
        let opened = try SampleSeal.seal().open(sealed.token, for: SampleSeal.accessKeyID(), at: SampleSeal.at(0))
        var shown = "\(sealed) \(String(reflecting: sealed)) \(opened) \(String(reflecting: opened))"
        dump(sealed, to: &shown)
        dump(opened, to: &shown)
        dump(try SampleSeal.rootKey(), to: &shown)
        #expect(!shown.contains(sealed.token.reveal()))
        #expect(!shown.contains(sealed.secretAccessKey.reveal()))
        // The derived keys, the token's bytes, and the root key's first byte.
        for trace in ["HMAC", "[1, 1, ", "- 160\n"] { #expect(!shown.contains(trace)) }
    }
}
