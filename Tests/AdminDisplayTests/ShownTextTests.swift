import StrictJSON
import Testing

@testable import AdminDisplay

@Suite struct `Shown text` {
    @Test(arguments: [
        ("plain", "plain"), ("Ünïcode 日本 ✓", "Ünïcode 日本 ✓"), ("red\u{1B}[31m", "red\\u{1b}[31m"),
        ("c1\u{9B}31m", "c1\\u{9b}31m"), ("a\nb\tc\r", "a\\u{a}b\\u{9}c\\u{d}"), ("\u{7F}", "\\u{7f}"),
        ("abc\u{202E}txt.exe", "abc\\u{202e}txt.exe"), ("zero\u{200B}width", "zero\\u{200b}width"),
        ("line\u{2028}end", "line\\u{2028}end"), ("no\u{A0}break", "no\\u{a0}break"), ("\u{E000}", "\\u{e000}"),
        ("fill\u{3164}er", "fill\\u{3164}er"), ("\u{FFF9}note", "\\u{fff9}note"),
    ])
    func `writes out what steers a terminal or hides`(_ text: String, _ shown: String) {
        #expect(text.shown == shown)
    }

    @Test func `as JSON keeps its value`() throws {
        let document = try JSONDocument(
            #"{"a\u001b":"x\#u{9B}y\#u{202E}","b":[1,true,null,"\\"],"c":{},"d":[]}"#, limits: .request)
        let text = ShownJSON.compact(document.root)
        #expect(text == #"{"a\u001b":"x\u009by\u202e","b":[1,true,null,"\\"],"c":{},"d":[]}"#)
        let again = try JSONDocument(text, limits: .request)
        #expect(again.root["a\u{1B}"]?.string == "x\u{9B}y\u{202E}")
        #expect(try JSONDocument(ShownJSON.indented(document.root), limits: .request).root["c"]?.kind == .object)
    }

    @Test func `as JSON escapes what has two UTF-16 units`() throws {
        let document = try JSONDocument("\"\u{E0001}\"", limits: .request)
        #expect(ShownJSON.compact(document.root) == #""\udb40\udc01""#)
    }

    @Test func `as an indented list holds all rows and the cursor`() throws {
        let rows = try JSONDocument(#"[{"a":1},{"a":[2]}]"#, limits: .request).root.elements
        #expect(
            ShownJSON.list(Array(rows), cursor: "n\"") == """
                {
                  "items": [
                    {
                      "a": 1
                    },
                    {
                      "a": [
                        2
                      ]
                    }
                  ],
                  "nextCursor": "n\\""
                }
                """)
        #expect(ShownJSON.list([], cursor: nil) == "{\n  \"items\": []\n}")
    }
}
