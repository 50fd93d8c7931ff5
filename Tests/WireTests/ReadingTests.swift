import Testing

@testable import HTTPAPI

@Suite struct `A pattern` {
    @Test(arguments: [
        ("eu-west-1:ab", true), ("a:-", true), ("_:0", true), ("a-Z_9:0123456789abcdef-", true), (":ab", false),
        ("eu:", false), ("eu", false), ("eu:g", false), ("eu:A", false), ("eu:a:b", false), ("e u:ab", false),
        ("eu:ab\n", false), ("\u{E9}:ab", false), ("eu:a\u{301}b", false),
    ])
    func `of ids takes the whole text`(_ text: String, _ matches: Bool) {
        #expect(Pattern.regionalID.matches(text) == matches)
    }

    @Test(arguments: [("0", true), ("123456789012", true), ("", false), ("1a", false), ("\u{661}", false)])
    func `of digits knows ASCII only`(_ text: String, _ matches: Bool) {
        #expect(Pattern.digits.matches(text) == matches)
    }

    @Test(arguments: [("", true), ("Az09_+=,.@-", true), ("a b", false), ("a/b", false), ("\u{E9}", false)])
    func `of session names`(_ text: String, _ matches: Bool) {
        #expect(Pattern.sessionName.matches(text) == matches)
    }

    @Test(arguments: [("{}\t\r\n \u{FF}", true), ("", false), ("\u{0}", false), ("\u{1F}", false), ("\u{100}", false)])
    func `of policies ends with Latin-1`(_ text: String, _ matches: Bool) {
        #expect(Pattern.policyText.matches(text) == matches)
    }
}

@Suite struct `A length` {
    @Test(arguments: [
        ("a", [Constraint.minimumLength(2).text]), ("\u{1F600}", [Constraint.minimumLength(2).text]),
        ("\u{1F600}\u{1F600}", []), ("\u{1F600}\u{1F600}\u{1F600}", []), ("abc", []),
        ("abcd", [Constraint.maximumLength(3).text]), ("e\u{301}e\u{301}", [Constraint.maximumLength(3).text]),
    ])
    func `counts Unicode scalars`(_ text: String, _ violated: [String]) {
        #expect(TextShape(length: 2...3).violations(of: text).map(\.text) == violated)
    }
}

@Suite struct `The XML writer` {
    @Test func `escapes text, and replaces what XML cannot hold`() {
        var xml = XMLWriter()
        xml.element("A", "<a href='x'>&\"\u{E9}\u{1F600}\r\n\t\u{0}\u{1B}\u{FFFE}")
        #expect(
            String(decoding: xml.bytes, as: UTF8.self)
                == "<A>&lt;a href='x'&gt;&amp;\"\u{E9}\u{1F600}&#xD;\n\t\u{FFFD}\u{FFFD}\u{FFFD}</A>")
    }
}

@Suite struct `Query parameters` {
    private func read(_ query: String, _ form: String = "") throws -> QueryParameters {
        try QueryParameters(query: query.utf8, form: form.utf8)
    }

    @Test func `come from the URL and from the form`() throws {
        let parameters = try read("Action=A%20b%2Bc&&Empty", "Version=1%3D%25=2&caf%C3%A9=%f0%9f%98%80")
        #expect(parameters.text("Action") == "A b+c")
        #expect(parameters.text("Empty") == "")
        #expect(parameters.text("Version") == "1=%=2")
        #expect(parameters.text("caf\u{E9}") == "\u{1F600}")
        #expect(parameters.text("Missing") == nil)
    }

    @Test func `have a plus in the URL where a form has a space`() throws {
        let parameters = try read("url=a+b&pl+us=1", "form=a+b&spa+ce=1")
        #expect(parameters.text("url") == "a+b")
        #expect(parameters.text("pl+us") == "1")
        #expect(parameters.text("form") == "a b")
        #expect(parameters.text("spa ce") == "1")
    }

    @Test(arguments: [("a=1", "a=1"), ("a=1&%61=2", ""), ("a=%", ""), ("a=%1", ""), ("a=%1g", ""), ("a=%ff", "")])
    func `are refused when they can be read in two ways or in none`(_ query: String, _ form: String) {
        #expect(throws: WireError.malformedInput) { try read(query, form) }
    }

    @Test(arguments: [("900", 900), ("0900", 900), ("+900", 900), ("-5", -5), ("2147483647", 2_147_483_647)])
    func `hold integers of thirty-two bits`(_ text: String, _ number: Int) throws {
        #expect(try read("n=\(text.replacing("+", with: "%2B"))").integer("n") == number)
    }

    @Test(arguments: ["", "%20900", "900%20", "9e2", "900.0", "2147483648", "-2147483649", "0x10", "%D9%A1"])
    func `hold nothing else as integers`(_ text: String) throws {
        let parameters = try read("n=\(text)")
        #expect(throws: WireError.malformedInput) { try parameters.integer("n") }
    }

    @Test func `hold lists with gaps of up to ten`() throws {
        let parameters = try read("L.member.11.m=b&L.member.0013.m=c&L.member.2.other=x&Other.member.1.m=y")
        #expect(try parameters.list("L", of: "m") == [String?](repeating: nil, count: 10) + ["b", nil, "c"])
        #expect(try parameters.list("Missing", of: "m") == [])
    }
}
