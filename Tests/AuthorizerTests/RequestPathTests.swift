import Testing

@testable import Authorizer

@Suite struct `The path of a request` {
    @Test(arguments: [
        ("/", [""]), ("/a", ["a"]), ("/a/", ["a", ""]), ("/a/b/c", ["a", "b", "c"]), ("/a%20b", ["a b"]),
        ("/caf%C3%A9/%F0%9F%8D%B0", ["café", "🍰"]), ("/100%25", ["100%"]), ("/a%2Bb+c", ["a+b+c"]),
        ("/%41%7e", ["A~"]), ("/...", ["..."]), ("/.hidden", [".hidden"]), ("/a=1,b:2@c!$&'()*", ["a=1,b:2@c!$&'()*"]),
        ("/us-east-1:0a1b/x", ["us-east-1:0a1b", "x"]), ("/%25zz", ["%zz"]), ("/50%25%20off", ["50% off"]),
    ])
    func `is decoded once`(_ text: String, _ segments: [String]) throws {
        #expect(try RequestPath(text).segments == segments)
    }

    @Test(arguments: [
        ("", RequestPath.Ambiguity.notAbsolute), ("a", .notAbsolute), ("http://host/a", .notAbsolute),
        ("*", .notAbsolute),
        ("//", .emptySegment), ("//a", .emptySegment), ("/a//b", .emptySegment), ("/a//", .emptySegment),
        ("/.", .dotSegment), ("/..", .dotSegment), ("/a/../b", .dotSegment), ("/a/./b", .dotSegment),
        ("/a/%2e%2e/b", .dotSegment), ("/a/.%2E/b", .dotSegment), ("/%2e", .dotSegment), ("/public/..", .dotSegment),
        ("/a%2fb", .forbiddenEscape), ("/a%2Fb", .forbiddenEscape), ("/a%5cb", .forbiddenEscape),
        ("/a%3Bb", .forbiddenEscape), ("/a%3fb", .forbiddenEscape), ("/a%23b", .forbiddenEscape),
        ("/a%00", .forbiddenEscape), ("/a%0d%0aX", .forbiddenEscape), ("/a%7f", .forbiddenEscape),
        ("/a%1F", .forbiddenEscape), ("/a\\b", .forbiddenCharacter), ("/a;b=c", .forbiddenCharacter),
        ("/a#b", .forbiddenCharacter), ("/a b", .forbiddenCharacter), ("/a\u{0}b", .forbiddenCharacter),
        ("/café", .forbiddenCharacter), ("/a|b", .forbiddenCharacter), ("/<a>", .forbiddenCharacter),
        ("/a?b", .forbiddenCharacter), ("/%", .malformedEscape), ("/a%2", .malformedEscape),
        ("/a%zz", .malformedEscape),
        ("/%/41", .malformedEscape), ("/a%2/b", .malformedEscape),
        ("/a%252fb", .doubleEscape), ("/%252e%252e/b", .doubleEscape), ("/%25%2541", .doubleEscape),
        ("/a%25%32%66b", .doubleEscape), ("/%25%32e", .doubleEscape),
        ("/%ff", .notUTF8), ("/%c0%af", .notUTF8), ("/%ed%a0%80", .notUTF8), ("/%c3", .notUTF8),
        ("/%e0%80%af", .notUTF8),
    ])
    func `is refused when it can be read in two ways`(_ text: String, _ why: RequestPath.Ambiguity) {
        #expect(throws: why) { try RequestPath(text) }
    }

    @Test func `is as long as a proxy takes`() {
        #expect(throws: Never.self) { try RequestPath("/" + String(repeating: "a", count: 8_191)) }
        #expect(throws: RequestPath.Ambiguity.tooLong) { try RequestPath("/" + String(repeating: "a", count: 8_192)) }
    }

    /// Whatever a server does besides – decode again, merge slashes, take out dots, cut parameters off – it reads the same.
    @Test func `is the same for every server that reads it`() throws {
        var generator = Seeded(seed: 17)
        var accepted = 0
        for _ in 0..<50_000 {
            let text =
                "/"
                + (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                    Self.pieces.randomElement(using: &generator) ?? ""
                }.joined()
            guard let path = try? RequestPath(text) else { continue }
            accepted += 1
            let decoded = "/" + path.text
            #expect(Self.tidied(decoded) == decoded, "\(text)")
            #expect(Self.tidied(Self.decodedAgain(decoded)) == decoded, "\(text)")
            #expect(path.segments.allSatisfy { !$0.contains("/") }, "\(text)")
        }
        // Or the property would be about nothing.
        #expect(accepted > 5_000)
    }

    static let pieces = [
        "/", "/", "a", "b", ".", "..", "%2e", "%2f", "%2F", "%5c", "\\", ";", "%3b", "%25", "2e", "2f", "%252e", "%20",
        "%",
        "%c3%a9", "%ff", "#", "?", "~", "users", "public", "%00", "+", "%2525", "%32", "%66",
    ]

    private static func tidied(_ path: String) -> String {
        let text = path.prefix { !";?#".contains($0) }.replacing("\\", with: "/")
        var kept: [Substring] = []
        for segment in text.dropFirst().split(separator: "/") {
            switch segment {
            case ".": continue
            case "..": _ = kept.popLast()
            default: kept.append(segment)
            }
        }
        return "/" + kept.joined(separator: "/") + (text.hasSuffix("/") && !kept.isEmpty ? "/" : "")
    }

    private static func decodedAgain(_ path: String) -> String {
        var rest = Array(path.utf8)[...]
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, rest.first != UInt8(ascii: "+"),
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The same numbers on every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
