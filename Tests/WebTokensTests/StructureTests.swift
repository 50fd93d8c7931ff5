import IdentityModel
import TestSupport
import Testing
import WebTokens

/// Attack rows 4 to 28: texts that are no tokens, or not quite.
@Suite struct `A text that is no sound token` {
    @Test(arguments: attacks) func `is refused before anybody is asked for keys`(
        attack: Attack
    ) async throws {
        try await attack.check()
    }

    static let attacks = segments + encodings + json + sizes

    private static let forge = TokenForge()
    private static let claims = TokenTrial.claims

    /// A good token in its three parts.
    private static func goodParts() throws -> [String] {
        try forge.token(claims).reveal().split(separator: ".").map(String.init)
    }

    private static func malformed(
        _ row: Int, _ what: String, _ token: @escaping @Sendable () throws -> String
    ) -> Attack {
        Attack(row: row, what: what, expected: .malformed) { Secret(try token()) }
    }

    private static let segments: [Attack] = [
        malformed(1, "nothing at all") { "" },
        malformed(2, "50,001 bytes") { String(repeating: "A", count: 50_001) },
        malformed(4, "an opaque access token") { "EAACEdEose0cBAKZCZCexample" },
        malformed(5, "two segments") { try goodParts().prefix(2).joined(separator: ".") },
        malformed(6, "an empty signature") { try goodParts().prefix(2).joined(separator: ".") + "." },
        malformed(7, "an empty payload") {
            try forge.sign(TokenForge.segment(forge.header.description) + ".").reveal()
        },
        malformed(8, "an empty header") { try forge.sign("." + TokenForge.segment(claims.description)).reveal() },
        malformed(9, "four segments") { try goodParts().joined(separator: ".") + ".QQ" },
        malformed(9, "a trailing dot") { try goodParts().joined(separator: ".") + "." },
        malformed(9, "nothing but dots") { ".." },
        malformed(10, "five segments") { try goodParts().joined(separator: ".") + ".QQ.QQ" },
        malformed(11, "the flattened JSON serialisation") {
            let parts = try goodParts()
            return "{\"protected\":\"\(parts[0])\",\"payload\":\"\(parts[1])\",\"signature\":\"\(parts[2])\"}"
        },
        malformed(11, "the general JSON serialisation with two signatures") {
            let parts = try goodParts()
            let signature = "{\"protected\":\"\(parts[0])\",\"signature\":\"\(parts[2])\"}"
            return "{\"payload\":\"\(parts[1])\",\"signatures\":[\(signature),\(signature)]}"
        },
        malformed(12, "a Bearer prefix") { "Bearer " + (try goodParts().joined(separator: ".")) },
        malformed(12, "a leading space") { " " + (try goodParts().joined(separator: ".")) },
        malformed(12, "a trailing newline") { try goodParts().joined(separator: ".") + "\n" },
        malformed(12, "a leading newline") { "\n" + (try goodParts().joined(separator: ".")) },
        malformed(12, "a trailing space") { try goodParts().joined(separator: ".") + " " },
    ]

    private static let encodings: [Attack] = [
        malformed(13, "a padded header") {
            try forge.sign("eyJhbGciOiJSUzI1NiJ9Cg==." + TokenForge.segment(claims.description)).reveal()
        },
        malformed(13, "a padded payload") {
            let payload = TokenForge.segment(claims.with("x", "12").description)
            return try forge.sign(try goodParts()[0] + "." + payload + "==").reveal()
        },
        malformed(13, "a padded signature") { try goodParts().joined(separator: ".") + "==" },
        malformed(14, "the other alphabet in the payload") {
            let payload = TokenForge.segment(claims.with("x", "\"???>>>\"").description)
            let other = payload.replacing("-", with: "+").replacing("_", with: "/")
            #expect(other != payload)
            return try forge.sign(TokenForge.segment(forge.header.description) + "." + other).reveal()
        },
        malformed(14, "the other alphabet in the header") {
            let header = TokenForge.segment(forge.header.with("x", "\"???>>>\"").description)
            let other = header.replacing("-", with: "+").replacing("_", with: "/")
            #expect(other != header)
            return try forge.sign(other + "." + goodParts()[1]).reveal()
        },
        malformed(14, "the other alphabet in the signature") {
            let parts = try goodParts()
            return parts[0] + "." + parts[1] + ".+" + parts[2].dropFirst()
        },
        malformed(15, "white space inside the payload") { try withLetter(" ", inside: 1) },
        malformed(15, "white space inside the header") { try withLetter("\t", inside: 0) },
        malformed(15, "a question mark inside the payload") { try withLetter("?", inside: 1) },
        malformed(15, "a number sign inside the header") { try withLetter("#", inside: 0) },
        malformed(15, "a query behind the signature") { try goodParts().joined(separator: ".") + "?x" },
        malformed(16, "other unused bits in the header") {
            let parts = try goodParts()
            return try forge.sign(try twin(of: parts[0]) + "." + parts[1]).reveal()
        },
        malformed(16, "other unused bits in the payload") {
            let payload = TokenForge.segment(claims.with("x", "12").description)
            return try forge.sign(try goodParts()[0] + "." + twin(of: payload)).reveal()
        },
        malformed(16, "other unused bits in the signature") {
            let parts = try goodParts()
            return parts[0] + "." + parts[1] + "." + (try twin(of: parts[2]))
        },
        malformed(17, "an impossible length of the header") { try withImpossibleLength(of: 0) },
        malformed(17, "an impossible length of the payload") { try withImpossibleLength(of: 1) },
        malformed(17, "an impossible length of the signature") {
            let parts = try goodParts()
            return parts[0] + "." + parts[1] + "." + parts[2]
                + String(repeating: "A", count: (5 - parts[2].count % 4) % 4)
        },
        malformed(18, "a header beyond 4 KiB") {
            try forge.token(claims, header: forge.header.with("x", "\"\(String(repeating: "x", count: 4_096))\""))
                .reveal()
        },
        malformed(18, "a payload beyond 36 KiB") {
            let filler = String(repeating: "x", count: 15_000)
            return try forge.token(
                claims.with("x", "\"\(filler)\"").with("y", "\"\(filler)\"").with("z", "\"\(filler)\"")
            ).reveal()
        },
        malformed(18, "a signature beyond 1 KiB") {
            try goodParts().prefix(2).joined(separator: ".") + "." + String(repeating: "A", count: 1_368)
        },
    ]

    private static func header(_ row: Int, _ what: String, _ text: String) -> Attack {
        Attack(row: row, what: what, expected: .malformed) {
            try forge.token(payload: claims.description, header: text)
        }
    }

    private static func payload(_ row: Int, _ what: String, _ text: String) -> Attack {
        Attack(row: row, what: what, expected: .malformed) { try forge.token(payload: text) }
    }

    private static func payload(_ row: Int, _ what: String, _ bytes: [UInt8]) -> Attack {
        Attack(row: row, what: what, expected: .malformed) {
            try forge.sign(TokenForge.segment(forge.header.description) + "." + Base64URL.encode(bytes))
        }
    }

    private static func repeating(_ name: String, _ text: String) -> RawObject {
        var copy = claims
        copy.append(name, text)
        return copy
    }

    private static let json: [Attack] =
        [
            header(19, "a header that is no JSON", "alg=RS256"), header(19, "a header that is an array", "[\"RS256\"]"),
            header(19, "a header that is a string", "\"RS256\""), header(19, "a header that is null", "null"),
            payload(20, "a payload that is an array", "[\(claims)]"), payload(20, "a payload that is a number", "1"),
            payload(20, "a payload that is a word", "foo"),
            payload(20, "a payload that is a string", "\"foo\""), payload(20, "a payload that is true", "true"),
            header(21, "two algorithms", "{\"alg\":\"none\",\"kid\":\"key-1\",\"alg\":\"RS256\"}"),
            header(21, "two algorithms, one escaped", "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"\\u0061lg\":\"none\"}"),
            payload(22, "two subjects", repeating("sub", "\"somebody-else\"").description),
            payload(22, "two subjects, one escaped", repeating("\\u0073ub", "\"somebody-else\"").description),
            payload(23, "two equal members inside a claim", claims.with("x", "{\"a\":1,\"a\":2}").description),
            payload(24, "10,000 arrays in each other", String(repeating: "[", count: 10_000)),
            payload(24, "nine objects in each other", claims.with("x", nested(8)).description),
            payload(25, "a byte order mark", [0xEF, 0xBB, 0xBF] + Array(claims.description.utf8)),
            payload(25, "a lone surrogate", claims.with("x", "\"\\ud800\"").description),
            payload(25, "a NUL", claims.with("x", "\"\\u0000\"").description),
            payload(25, "a raw control character", claims.with("x", "\"\u{1}\"").description),
            payload(25, "bytes that are no UTF-8", Array("{\"x\":\"".utf8) + [0xC0, 0x80] + Array("\"}".utf8)),
            payload(26, "more behind the object", claims.description + "{}"),
            payload(26, "a NUL behind the object", claims.description + "\u{0}"),
            header(26, "more behind the header", forge.header.description + "x"),
            payload(27, "exp NaN", claims.with("exp", "NaN").description),
            payload(27, "exp 01", claims.with("exp", "01").description),
            payload(27, "exp with a plus", claims.with("exp", "+1767229200").description),
        ]

    /// What no row names: everything in a token has a size that it must not exceed.
    private static let sizes: [Attack] = [
        payload(18, "257 claims", members(257)),
        payload(18, "257 elements", claims.with("x", elements(257)).description),
        payload(18, "a claim beyond 16 KiB", claims.with("x", text(16_385)).description),
        payload(18, "a name beyond 16 KiB", "{" + text(16_385) + ":1}"),
        header(18, "257 header members", members(257)),
    ]

    private static func members(_ count: Int) -> String {
        "{" + (1...count).map { "\"\($0)\":1" }.joined(separator: ",") + "}"
    }

    private static func elements(_ count: Int) -> String {
        "[" + [String](repeating: "1", count: count).joined(separator: ",") + "]"
    }

    private static func text(_ count: Int) -> String { "\"" + String(repeating: "x", count: count) + "\"" }

    /// A token, signed as it is, with a letter of no alphabet after the eighth of one segment.
    private static func withLetter(_ letter: String, inside segment: Int) throws -> String {
        var parts = try goodParts()
        parts[segment] = parts[segment].prefix(8) + letter + parts[segment].dropFirst(8)
        return try forge.sign(parts[0] + "." + parts[1]).reveal()
    }

    /// A token, signed as it is, with letters more in one segment until their number cannot be.
    private static func withImpossibleLength(of segment: Int) throws -> String {
        var parts = try goodParts()
        parts[segment] += String(repeating: "A", count: (5 - parts[segment].count % 4) % 4)
        #expect(parts[segment].count % 4 == 1)
        return try forge.sign(parts[0] + "." + parts[1]).reveal()
    }

    private static func nested(_ depth: Int) -> String {
        String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
    }

    /// The text with its last letter replaced by the next one, which differs in an unused bit only.
    private static func twin(of text: String) throws -> String {
        try #require(text.count % 4 != 0)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let last = try #require(text.last)
        let index = try #require(alphabet.firstIndex(of: last))
        return text.dropLast() + String(alphabet[index + 1])
    }
}
