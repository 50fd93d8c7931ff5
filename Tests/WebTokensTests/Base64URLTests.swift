import Testing
import WebTokens

@Suite struct `The reader of base64url` {
    /// The test vectors of RFC 4648 §10 in the URL alphabet without padding, and the octets of RFC 7515 appendix C.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ]) func `agrees with the published vectors both ways`(plain: String, encoded: String) {
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
        #expect(Base64URL.encode(plain.utf8) == encoded)
    }

    @Test func `uses the letters of the URL alphabet`() {
        #expect(Base64URL.encode([3, 236, 255, 224, 193]) == "A-z_4ME")
        #expect(Base64URL.decode("A-z_4ME") == [3, 236, 255, 224, 193])
    }

    @Test func `reads back every length that it writes`() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 151 + 7) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: [
        "Zg==", "Zm8=", "Zm9v=", "=", "A", "Zm9vY", "A+z_4ME", "A/z_4ME", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9v.", "Zm9?",
        "Zm9v#", "Zm9\u{0}", "Zm9é",
    ]) func `refuses what is not its alphabet or an impossible length`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    /// Same bytes, another last letter: only one text may stand for them.
    @Test(arguments: ["Zh", "Zv", "Zm9vYn", "Zm9", "Zm_", "Zm9vYmF"])
    func `refuses unused bits that are not zero`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func `accepts exactly the 64 letters`() {
        let accepted = (UInt8.min...UInt8.max).filter { Base64URL.decode([65, 65, 65, $0][...]) != nil }
        #expect(accepted == Array("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz".utf8))
    }
}
