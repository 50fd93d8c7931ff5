import Testing

@testable import RoleRules

/// A pattern and a value.
struct PatternVector: CustomTestStringConvertible {
    let pattern: String
    let value: String
    let matches: Bool

    init(_ pattern: String, _ value: String, _ matches: Bool) {
        self.pattern = pattern
        self.value = value
        self.matches = matches
    }

    var testDescription: String { "\(pattern) on \"\(value)\"" }
}

@Suite struct `A set of scalars` {
    @Test func `has its ranges in order and apart, however it was put together`() {
        #expect(
            ScalarSet([5...9, 1...3, 4...4, 20...30, 22...25, 0x10FFFF...0x10FFFF]).ranges
                == [1...9, 20...30, 0x10FFFF...0x10FFFF])
        var set = ScalarSet([0x61...0x7A])
        set.form(unionWith: .digits)
        set.form(unionWith: ScalarSet(":"))
        #expect(set.ranges == [0x30...0x3A, 0x61...0x7A])
        set.form(unionWith: ScalarSet.digits.negated)
        #expect(set.ranges == [0...0x10FFFF])
    }

    @Test func `holds what its ranges hold`() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let ranges = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                let start = UInt32.random(in: 0...200, using: &random)
                return start...(start + .random(in: 0...9, using: &random))
            }
            let set = ScalarSet(ranges)
            for value in UInt32(0)...220 {
                let scalar = try #require(Unicode.Scalar(value))
                let isHeld = ranges.contains { $0.contains(value) }
                #expect(set.contains(scalar) == isHeld, "\(value) in \(ranges)")
                #expect(set.negated.contains(scalar) == !isHeld, "\(value) not in \(ranges)")
            }
        }
    }
}

@Suite struct `A pattern` {
    @Test(arguments: [
        PatternVector("abc", "abc", true), PatternVector("abc", "xabc", false), PatternVector("abc", "abcx", false),
        PatternVector("abc", "abc\n", false), PatternVector("b", "abc", false), PatternVector("", "", true),
        PatternVector("", "a", false), PatternVector("a|b", "b", true), PatternVector("a|b", "ab", false),
        PatternVector("a|", "", true), PatternVector("|a", "a", true), PatternVector("a||b", "", true),
        PatternVector("ab|cd", "abd", false), PatternVector("a(b|c)d", "acd", true),
        PatternVector("a(?:b|c)d", "abd", true), PatternVector("()", "", true), PatternVector("é", "é", true),
        PatternVector("\u{e9}", "e\u{301}", false), PatternVector("A", "a", false),
    ])
    func `stands for the whole value`(_ vector: PatternVector) throws { try check(vector) }

    @Test(arguments: [
        PatternVector("a*", "", true), PatternVector("a*", "aaaa", true), PatternVector("a*", "aab", false),
        PatternVector("a+", "", false), PatternVector("a+", "aa", true), PatternVector("a?", "", true),
        PatternVector("a?", "aa", false), PatternVector("(ab)+", "abab", true), PatternVector("(ab)+", "aba", false),
        PatternVector("ab+", "abb", true), PatternVector("a{3}", "aaa", true), PatternVector("a{3}", "aa", false),
        PatternVector("a{3}", "aaaa", false), PatternVector("a{2,}", "a", false), PatternVector("a{2,}", "aaaaa", true),
        PatternVector("a{1,3}", "aaa", true), PatternVector("a{1,3}", "", false),
        PatternVector("a{1,3}", "aaaa", false),
        PatternVector("a{0}", "", true), PatternVector("a{0}", "a", false), PatternVector("a{0,1}b", "b", true),
        PatternVector("(a*)*", "aaa", true), PatternVector("(a*)*b", "aaab", true),
        PatternVector("(a|b)*c", "abbac", true),
        PatternVector("(a?){3}", "aa", true), PatternVector("(a?){3}", "aaaa", false), PatternVector("()*", "", true),
        PatternVector("(a|ab)(c|bcd)", "abcd", true), PatternVector("x*y*z*", "xxzz", true),
    ])
    func `repeats`(_ vector: PatternVector) throws { try check(vector) }

    @Test(arguments: [
        PatternVector(".", "x", true), PatternVector(".", "", false), PatternVector(".", "\n", true),
        PatternVector(".", "😀", true), PatternVector(".", "e\u{301}", false), PatternVector("..", "e\u{301}", true),
        PatternVector("[abc]", "b", true), PatternVector("[abc]", "d", false), PatternVector("[a-c]x", "bx", true),
        PatternVector("[^a-c]", "d", true), PatternVector("[^a-c]", "b", false), PatternVector("[^a-c]", "", false),
        PatternVector("[a-cx-z]+", "axz", true), PatternVector("[-a]", "-", true), PatternVector("[a-]", "-", true),
        PatternVector("[a^]", "^", true), PatternVector(#"[\]\\\-]+"#, #"]\-"#, true),
        PatternVector("[.*+]", "x", false),
        PatternVector("[.*+]+", ".+*", true), PatternVector("[α-ω]", "σ", true), PatternVector("[a&b]+", "a&b", true),
        PatternVector(#"\d+"#, "0189", true), PatternVector(#"\d"#, "٣", false), PatternVector(#"\D"#, "٣", true),
        PatternVector(#"\w+"#, "aZ_9", true), PatternVector(#"\w"#, "-", false), PatternVector(#"\W"#, "é", true),
        PatternVector(#"\s+"#, " \t\n\r\u{b}\u{c}", true), PatternVector(#"\s"#, "\u{a0}", false),
        PatternVector(#"\S+"#, "a-b", true), PatternVector(#"[\d\s]+"#, "1 2", true),
        PatternVector(#"[^\d]"#, "1", false),
        PatternVector(#"[\D]"#, "1", false), PatternVector(#"[\Da]"#, "a", true),
        PatternVector(#"[\W\d]+"#, "1-é", true),
        PatternVector(#"[^\W]"#, "a", true), PatternVector(#"[^\W]"#, "-", false), PatternVector(#"[\S]"#, " ", false),
        PatternVector(#"\t\n\r"#, "\t\n\r", true),
        PatternVector(#"\.\*\+\?\(\)\[\]\{\}\|\^\$\\\/\-"#, #".*+?()[]{}|^$\/-"#, true),
        PatternVector(#"\."#, "x", false),
    ])
    func `knows classes and escapes`(_ vector: PatternVector) throws { try check(vector) }

    private func check(_ vector: PatternVector) throws {
        #expect(try RulePattern(vector.pattern).compare(vector.value) == Ternary(vector.matches))
    }

    @Test(arguments: [
        ("^a", PatternMistake.anchor(at: 0)), ("a$", .anchor(at: 1)), ("(a", .unclosedGroup(at: 0)),
        ("a)", .unopenedGroup(at: 1)), ("(a))", .unopenedGroup(at: 3)), ("(?=a)", .unknownGroup(at: 0)),
        ("(?i)a", .unknownGroup(at: 0)), ("(?<n>a)", .unknownGroup(at: 0)), ("x(?", .unknownGroup(at: 1)),
        ("[a", .unclosedClass(at: 0)), ("[a-", .unclosedClass(at: 0)), ("[]", .emptyClass(at: 0)),
        ("[^]", .emptyClass(at: 0)), ("[]a]", .emptyClass(at: 0)), ("[a[b]]", .ambiguousInClass(at: 2)),
        ("[a&&b]", .ambiguousInClass(at: 2)), ("[a--b]", .ambiguousInClass(at: 3)), ("[--b]", .ambiguousInClass(at: 1)),
        ("[a-c-e]", .ambiguousInClass(at: 4)), (#"[\d-z]"#, .ambiguousInClass(at: 1)),
        (#"[a-\d]"#, .ambiguousInClass(at: 1)),
        ("[c-a]", .backwardRange(at: 1)), (#"\1"#, .unknownEscape(at: 0)), (#"\b"#, .unknownEscape(at: 0)),
        (#"a\"#, .unknownEscape(at: 1)), (#"\p{L}"#, .unknownEscape(at: 0)), (#"\é"#, .unknownEscape(at: 0)),
        ("*a", .nothingToRepeat(at: 0)), ("(+)", .nothingToRepeat(at: 1)), ("a|?", .nothingToRepeat(at: 2)),
        ("{2}", .nothingToRepeat(at: 0)), ("a**", .repeatedRepetition(at: 2)), ("a+?", .repeatedRepetition(at: 2)),
        ("a{2}{3}", .repeatedRepetition(at: 4)), ("a{", .malformedCount(at: 1)), ("a{,2}", .malformedCount(at: 1)),
        ("a{2", .malformedCount(at: 1)), ("a{2,1}", .malformedCount(at: 1)), ("a{2,3", .malformedCount(at: 1)),
        ("a{x}", .malformedCount(at: 1)), ("a{101}", .countTooLarge(at: 2, limit: 100)),
        ("a{1,99999999999999999999}", .countTooLarge(at: 4, limit: 100)), ("a]", .unopenedBracket(at: 1)),
        ("a}", .unopenedBracket(at: 1)), ("(a{100}){100}", .tooCostly(limit: 512)),
        ("((((){100}){100}){100}){100}", .tooCostly(limit: 512)),
        ("[ab]{100}[cd]{100}.{100}.{100}.{100}.{13}", .tooCostly(limit: 512)),
        (String(repeating: "a", count: 257), .tooLong(limit: 256)),
        (String(repeating: "(", count: 17) + String(repeating: ")", count: 17), .tooDeep(limit: 16)),
    ])
    func `is refused with its place`(_ pattern: String, _ mistake: PatternMistake) {
        #expect(throws: mistake) { try RulePattern(pattern) }
    }

    @Test(arguments: [
        String(repeating: "a", count: 256), String(repeating: "(", count: 16) + String(repeating: ")", count: 16),
        "[ab]{100}[cd]{100}.{100}.{100}.{100}.{11}", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)(m)(n)(o)(p)(q)",
    ])
    func `is taken up to its limits`(_ pattern: String) throws {
        #expect(try RulePattern(pattern).text == pattern)
    }

    @Test func `neither matches nor fails on a value that is too long`() throws {
        let long = String(repeating: "a", count: 2_048)
        #expect(try RulePattern("a*").compare(long) == .yes)
        #expect(try RulePattern("a*").compare(long + "a") == .unknown)
        try TestVector(#"{"claim": "c", "notMatches": "b"}"#, #"{"c": "\#(long)a"}"#, .notComparable).check()
    }

    /// Patterns that take a matcher that goes back exponential or quadratic time.
    @Test(arguments: [
        "(a*)*b", "(a+)+b", "(a|a)*b", "(a|aa)*b", "(a?){30}a{30}", "a*a*a*a*a*b", "(.*)(.*)(.*)x", "(a{1,10}){1,20}b",
    ])
    func `takes steps in proportion to the value`(_ text: String) throws {
        let pattern = try RulePattern(text)
        func steps(_ count: Int) -> Int {
            var steps = 0
            _ = pattern.matches(String(repeating: "a", count: count), &steps)
            return steps
        }
        let program = try PatternProgram(PatternParser.parse(text)).instructions.count
        for count in [0, 1, 10, 100, 1_000, 2_000] {
            #expect(steps(count) <= 2 * program * (count + 1))
        }
        // Once all places are reached, every further scalar costs the same.
        #expect(steps(1_000) - steps(900) == steps(2_000) - steps(1_900))
    }

    @Test(arguments: [
        TestVector(#"{"claim": "c", "matches": "[A-Z]{2}-\\d+"}"#, #"{"c": "AB-12"}"#, .holds),
        TestVector(#"{"claim": "c", "matches": "[A-Z]{2}-\\d+"}"#, #"{"c": "AB-12x"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "matches": "[a-z]+@example\\.com"}"#, #"{"c": ["x", "a@example.com"]}"#, .holds),
        TestVector(#"{"claim": "c", "matches": "4.*"}"#, #"{"c": 42}"#, .holds),
        TestVector(#"{"claim": "c", "notMatches": "a.*"}"#, #"{"c": "abc"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notMatches": "a.*"}"#, #"{"c": ["bc", "cd"]}"#, .holds),
        TestVector(#"{"claim": "c", "notMatches": "a.*"}"#, "{}", .missing),
    ])
    func `is an operator`(_ vector: TestVector) throws { try vector.check() }
}
