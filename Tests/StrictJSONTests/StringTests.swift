import StrictJSON
import Testing

@Suite struct `Strings` {
    @Test(arguments: [
        (#""""#, ""),
        (#""abc""#, "abc"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u8a9e""#, "Aé語"),
        (#""\u00E9\u00e9""#, "éé"),
        (#""\ud83d\ude00""#, "😀"),
        (#""\uD83D\uDE00x""#, "😀x"),
        (#""😀""#, "😀"),
        (#""\udbff\udfff""#, "\u{10FFFF}"),
        (#""\u0001\u001f\u007f""#, "\u{1}\u{1F}\u{7F}"),
        (#""\uffff\ufffe\ufeff""#, "\u{FFFF}\u{FFFE}\u{FEFF}"),
        (#""\\u0041""#, #"\u0041"#),
        ("\"\u{2028}\"", "\u{2028}"),
    ])
    func `say what their escapes stand for`(text: String, value: String) throws {
        let string = try #require(try JSONDocument(text, limits: .token).root.string)
        #expect(Array(string.utf8) == Array(value.utf8))
    }

    @Test(
        arguments: [
            (#"""#, .unexpectedEnd),
            (#""a"#, .unexpectedEnd),
            (#""\"#, .unexpectedEnd),
            (#""\""#, .unexpectedEnd),
            (#""\x""#, .malformedEscape(at: 1)),
            (#""\'""#, .malformedEscape(at: 1)),
            (#""\U0041""#, .malformedEscape(at: 1)),
            (#""a\u00""#, .malformedEscape(at: 2)),
            (#""\u00g0""#, .malformedEscape(at: 1)),
            (#""\u+041""#, .malformedEscape(at: 1)),
            (#""\u 041""#, .malformedEscape(at: 1)),
            (#""\ud83d""#, .loneSurrogate(at: 1)),
            (#""\ud83dx""#, .loneSurrogate(at: 1)),
            (#""\ud83d\n""#, .loneSurrogate(at: 1)),
            (#""\ud83d\u0041""#, .loneSurrogate(at: 1)),
            (#""\ud83d\ud83d\ude00""#, .loneSurrogate(at: 1)),
            (#""\ude00""#, .loneSurrogate(at: 1)),
            (#""\ude00\ud83d""#, .loneSurrogate(at: 1)),
            (#""\u0000""#, .controlCharacter(at: 1)),
            ("\"\u{0}\"", .controlCharacter(at: 1)),
            ("\"a\nb\"", .controlCharacter(at: 2)),
            ("\"\t\"", .controlCharacter(at: 1)),
            ("\"\u{1F}\"", .controlCharacter(at: 1)),
        ] as [(String, JSONError)])
    func `that two readers could read differently are refused`(text: String, error: JSONError) {
        #expect(refusal(text) == error)
    }

    /// The inside of a string, as bytes.
    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xC2, 0xC2], [0xE0, 0x80, 0x80],
            [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x41],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]])
    func `of malformed UTF-8 are refused`(_ bytes: [UInt8]) {
        #expect(refusal([0x22] + bytes + [0x22]) == .invalidUTF8(at: 1))
        #expect(refusal([0x22, 0x61] + bytes) == .invalidUTF8(at: 2))
        #expect(refusal([0x7B, 0x22] + bytes + Array("\":1}".utf8)) == .invalidUTF8(at: 2))
    }

    @Test(
        arguments: [
            [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBF],
            [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
        ] as [[UInt8]])
    func `at the edges of well-formed UTF-8 are read`(_ bytes: [UInt8]) throws {
        let string = try JSONDocument([0x22] + bytes + [0x22], limits: .token).root.string
        #expect(string.map { Array($0.utf8) } == bytes)
    }

    @Test func `outside quotes are nothing`() {
        #expect(refusal([0xFF]) == .malformedNumber(at: 0))
        #expect(refusal([0x31, 0xC3, 0xA9]) == .trailingBytes(at: 1))
    }
}

@Suite struct `Nodes` {
    private static let text = #"{"a":[1,"x",{"b":null}],"\u0062":true,"c":{"a":false},"n":12,"s":"\u0041"}"#

    @Test func `are found by name, escapes decoded`() throws {
        let root = try JSONDocument(Self.text, limits: .token).root
        #expect(root.kind == .object)
        #expect(root["b"]?.bool == true)
        #expect(root["c"]?["a"]?.bool == false)
        #expect(root["s"]?.string == "A")
        #expect(root["s"]?.text == #"\u0041"#)
        #expect(root["x"] == nil)
        #expect(root["a"]?["b"] == nil)
        #expect(root["n"]?.number?.integer == 12)
    }

    @Test func `are found by the bytes of their names`() throws {
        let composed = "\u{e9}"
        let decomposed = "e\u{301}"
        for name in [#"\u00e9"#, composed] {
            let root = try JSONDocument("{\"\(name)\":1}", limits: .token).root
            #expect(root[composed] != nil)
            #expect(root[decomposed] == nil)
        }
    }

    @Test func `come in the order written`() throws {
        let root = try JSONDocument(Self.text, limits: .token).root
        #expect(root.members.map(\.name) == ["a", "b", "c", "n", "s"])
        #expect(root.members.map(\.value.kind) == [.array, .true, .object, .number, .string])
        let list = try #require(root["a"])
        #expect(list.elements.map(\.kind) == [.number, .string, .object])
        #expect(list.elements.map(\.text) == ["1", "x", #"{"b":null}"#])
        #expect(list.elements.map(\.isNull) == [false, false, false])
    }

    @Test func `of another kind have no members, elements or values`() throws {
        let root = try JSONDocument(Self.text, limits: .token).root
        let string = try #require(root["s"])
        #expect(string.members.map(\.name) == [])
        #expect(string.elements.map(\.text) == [])
        #expect(root.elements.map(\.text) == [])
        #expect(root["a"]?.members.map(\.name) == [])
        #expect(root.string == nil && root.number == nil && root.bool == nil)
        #expect(string.number == nil && root["n"]?.string == nil)
        #expect(try JSONDocument("[]", limits: .token).root.elements.map(\.text) == [])
        #expect(try JSONDocument("{}", limits: .token).root.members.map(\.name) == [])
    }
}
