import StrictJSON
import Testing

/// The refusal of a text, or nil when it is read.
func refusal(_ bytes: [UInt8], limits: JSONLimits = .document) -> JSONError? {
    do throws(JSONError) {
        _ = try JSONDocument(bytes, limits: limits)
        return nil
    } catch {
        return error
    }
}

func refusal(_ text: String, limits: JSONLimits = .document) -> JSONError? {
    refusal(Array(text.utf8), limits: limits)
}

@Suite struct `The grammar` {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "12.5e-3", #""""#, #""a""#, "[]", "{}", " \t\r\n[ ] \t\r\n", "[1,2 , 3]",
        "[[[]]]", #"{"a":1}"#, #"{ "a" : [ { "b" : null } ] , "" : "" }"#, "[\"\u{7F}\"]",
    ])
    func `admits`(_ text: String) throws {
        let document = try JSONDocument(text, limits: .document)
        #expect(document.text == text)
    }

    @Test(
        arguments: [
            ("", .empty),
            (" ", .unexpectedEnd),
            ("\u{FEFF}{}", .byteOrderMark),
            ("[", .unexpectedEnd),
            ("[1", .unexpectedEnd),
            ("[1,", .unexpectedEnd),
            ("[1,]", .malformedNumber(at: 3)),
            ("[,1]", .malformedNumber(at: 1)),
            ("[1 2]", .unexpectedByte(at: 3)),
            ("[1}", .unexpectedByte(at: 2)),
            ("]", .malformedNumber(at: 0)),
            ("{", .unexpectedEnd),
            (#"{"a"}"#, .unexpectedByte(at: 4)),
            (#"{"a":}"#, .malformedNumber(at: 5)),
            (#"{"a":1,}"#, .unexpectedByte(at: 7)),
            (#"{"a":1 "b":2}"#, .unexpectedByte(at: 7)),
            (#"{"a" 1}"#, .unexpectedByte(at: 5)),
            (#"{a:1}"#, .unexpectedByte(at: 1)),
            (#"{1:1}"#, .unexpectedByte(at: 1)),
            (#"{"a":1]"#, .unexpectedByte(at: 6)),
            ("'a'", .malformedNumber(at: 0)),
            ("nul", .unexpectedEnd),
            ("nulL", .unexpectedByte(at: 3)),
            ("True", .malformedNumber(at: 0)),
            ("NaN", .malformedNumber(at: 0)),
            ("Infinity", .malformedNumber(at: 0)),
            ("undefined", .malformedNumber(at: 0)),
            ("[1]// no", .trailingBytes(at: 3)),
            ("/* no */1", .malformedNumber(at: 0)),
            ("\u{A0}1", .malformedNumber(at: 0)),
            ("1\u{0C}", .trailingBytes(at: 1)),
            ("{}{}", .trailingBytes(at: 2)),
            ("{} x", .trailingBytes(at: 3)),
            ("{}\u{0}", .trailingBytes(at: 2)),
            ("\u{0}", .malformedNumber(at: 0)),
        ] as [(String, JSONError)])
    func `refuses`(text: String, error: JSONError) {
        #expect(refusal(text) == error)
    }
}

@Suite struct `Numbers` {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9223372036854775808", nil), ("1.0", nil), ("1e2", nil), ("0.5", nil),
        ] as [(String, Int64?)])
    func `are integers when they are written as ones`(text: String, value: Int64?) throws {
        #expect(try JSONDocument(text, limits: .token).root.number?.integer == value)
    }

    @Test(arguments: [
        "0", "-0", "-0.0", "10", "1.5", "1E5", "1e+05", "1e-5", "123456789012345678901234567890", "0.1e0",
    ])
    func `keep their own text`(_ text: String) throws {
        let node = try JSONDocument("[\(text)]", limits: .token).root.elements.map(\.self)[0]
        #expect(node.kind == .number)
        #expect(node.number?.text == text)
        #expect(node.text == text)
    }

    @Test func `become infinite when they are too large for a double`() throws {
        #expect(try JSONDocument("1e400", limits: .token).root.number?.double == .infinity)
        #expect(try JSONDocument("2.5", limits: .token).root.number?.double == 2.5)
    }

    @Test(
        arguments: [
            ("-", .malformedNumber(at: 0)),
            ("+1", .malformedNumber(at: 0)),
            ("01", .malformedNumber(at: 0)),
            ("-01", .malformedNumber(at: 0)),
            ("00", .malformedNumber(at: 0)),
            (".5", .malformedNumber(at: 0)),
            ("1.", .malformedNumber(at: 0)),
            ("1.e5", .malformedNumber(at: 0)),
            ("1e", .malformedNumber(at: 0)),
            ("1e+", .malformedNumber(at: 0)),
            ("1e5.5", .trailingBytes(at: 3)),
            ("0x10", .trailingBytes(at: 1)),
            ("1_000", .trailingBytes(at: 1)),
            ("１", .malformedNumber(at: 0)),
        ] as [(String, JSONError)])
    func `outside the grammar are refused`(text: String, error: JSONError) {
        #expect(refusal(text) == error)
    }
}

@Suite struct `Members of one name` {
    @Test(arguments: [
        (#"{"a":1,"a":2}"#, 8),
        (#"{"a":1,"b":2,"a":3}"#, 14),
        (#"{"a":1,"\u0061":2}"#, 8),
        (#"{"\u0061":1,"a":2}"#, 13),
        (#"{"\u0061":1,"\u0061":2}"#, 13),
        (#"{"\/":1,"/":2}"#, 9),
        (#"{"b":1,"\u0061":2,"b":3}"#, 19),
        (#"{"b":1,"\u0061":2,"c":3,"a":4}"#, 25),
        (#"{"\ud83d\ude00":1,"😀":2}"#, 19),
        (#"{"":1,"":2}"#, 7),
        (#"[{"x":{"a":1,"a":2}}]"#, 14),
        (#"{"a":{"b":1},"a":1}"#, 14),
        (#"{"a":[{"b":1},2],"a":1}"#, 18),
    ])
    func `are refused, however they are spelt`(text: String, offset: Int) {
        #expect(refusal(text) == .duplicateMember(at: offset))
    }

    @Test(arguments: [
        #"{"a":1,"A":2}"#, #"{"a":{"a":{"a":1}}}"#, #"[{"a":1},{"a":1}]"#, #"{"a":1,"a ":2}"#, #"{"a":1,"aa":2}"#,
        // Composed and decomposed: two names, as the bytes say.
        "{\"\u{e9}\":1,\"e\u{301}\":2}", #"{"\u00e9":1,"e\u0301":2}"#,
    ])
    func `are two when a byte differs, or the object does`(_ text: String) {
        #expect(refusal(text) == nil)
    }

    @Test(arguments: [40, 999]) func `are found among many`(_ count: Int) {
        let members = (0..<count).map { "\"member-\($0)\":0" }
        #expect(refusal("{\(members.joined(separator: ","))}") == nil)
        for index in [0, 15, 16, 17, count - 1] {
            let spelt = "member-\(index)".unicodeScalars.map { "\\u" + hex($0.value) }.joined()
            for name in ["member-\(index)", spelt] {
                let text = "{\(members.joined(separator: ",")),\"\(name)\":0}"
                #expect(refusal(text) == .duplicateMember(at: text.utf8.count - name.utf8.count - 4))
            }
        }
    }

    private func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}

@Suite struct `Limits` {
    static let small = JSONLimits(depth: 3, members: 2, stringBytes: 4, totalBytes: 40)

    @Test(
        arguments: [
            ("[[[]]]", nil),
            ("[[[[]]]]", .tooDeep(limit: 3)),
            (#"{"a":{"b":{}}}"#, nil),
            (#"{"a":{"b":[0]}}"#, nil),
            (#"{"a":{"b":[{}]}}"#, .tooDeep(limit: 3)),
            ("[1,2]", nil),
            ("[1,2,3]", .tooManyMembers(limit: 2)),
            (#"{"a":1,"b":2}"#, nil),
            (#"{"a":1,"b":2,"c":3}"#, .tooManyMembers(limit: 2)),
            (#""abcd""#, nil),
            (#""abcde""#, .stringTooLong(limit: 4)),
            (#"{"abcde":1}"#, .stringTooLong(limit: 4)),
            (#""\n\n""#, nil),
            (#""\n\n\n""#, .stringTooLong(limit: 4)),
            (#""éé""#, nil),
            (#""ééé""#, .stringTooLong(limit: 4)),
            (String(repeating: " ", count: 39) + "1", nil),
            (String(repeating: " ", count: 40) + "1", .tooLong(limit: 40)),
        ] as [(String, JSONError?)])
    func `are inclusive`(text: String, error: JSONError?) {
        #expect(refusal(text, limits: Self.small) == error)
    }

    @Test(arguments: ["[", #"{"a":"#]) func `stop ten thousand open brackets without falling over`(_ opening: String) {
        let text = String(repeating: opening, count: 10_000)
        #expect(refusal(text, limits: .document) == .tooDeep(limit: 16))
        #expect(refusal(text, limits: .request) == .tooDeep(limit: 32))
    }
}
