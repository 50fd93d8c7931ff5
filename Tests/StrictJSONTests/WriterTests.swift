import StrictJSON
import Testing

@Suite struct `The writer` {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("{ \"a b\" : [ 1 , \"c\\\" d\" ] ,\n\t\"e\\\\\" : { } }", "{\"a b\":[1,\"c\\\" d\"],\"e\\\\\":{}}"),
        ("[]", "[]"),
    ])
    func `leaves out the white space that means nothing`(text: String, compact: String) throws {
        #expect(try JSONDocument(text, limits: .policy).compactText == compact)
    }

    @Test func `puts separators where they belong`() {
        let written = text { json in
            json.beginObject()
            json.member("a", "x")
            json.member("b", 12)
            json.member("c", true)
            json.member("d", ["p", "q"])
            json.name("e")
            json.beginArray()
            json.beginObject()
            json.endObject()
            json.beginArray()
            json.endArray()
            json.null()
            json.integer(-5)
            json.bool(false)
            json.raw("1.50")
            json.string("z")
            json.endArray()
            json.member("f", [])
            json.name("g")
            json.beginObject()
            json.name("h")
            json.null()
            json.endObject()
            json.endObject()
        }
        #expect(
            written
                == #"{"a":"x","b":12,"c":true,"d":["p","q"],"e":[{},[],null,-5,false,1.50,"z"],"f":[],"g":{"h":null}}"#)
    }

    @Test(arguments: [
        ("", #""""#),
        ("abc", #""abc""#),
        ("\"\\", #""\"\\""#),
        ("/", #""/""#),
        ("\n\r\t", #""\n\r\t""#),
        ("\u{8}\u{C}\u{1}\u{1F}", #""\u0008\u000c\u0001\u001f""#),
        ("\u{0}", #""\u0000""#),
        ("\u{7F}é語😀", "\"\u{7F}é語😀\""),
    ])
    func `escapes what must be escaped and nothing else`(value: String, written: String) {
        #expect(text { $0.string(value) } == written)
        #expect(
            text { json in
                json.beginObject()
                json.member(value, 1)
                json.endObject()
            } == "{\(written):1}")
    }

    @Test func `is understood by the reader, scalar by scalar`() throws {
        var scalars = (1...0x300).compactMap(Unicode.Scalar.init)
        scalars += ["\u{2028}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}"]
        for scalar in scalars {
            let value = "a\(scalar)\(scalar)b"
            let document = try JSONDocument(
                text { json in
                    json.beginObject()
                    json.member(value, value)
                    json.endObject()
                }, limits: .token)
            let member = try #require(document.root.members.map(\.self).first)
            #expect(Array(member.name.utf8) == Array(value.utf8))
            #expect(member.value.string.map { Array($0.utf8) } == Array(value.utf8))
            #expect(document.root[value] != nil)
        }
    }
}
