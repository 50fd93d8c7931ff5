import Testing

@testable import IAMPolicy

@Suite struct `A pattern with wildcards` {
    /// By definition: a star takes any number of UTF-16 code units, a question mark one.
    private static func matches(_ pattern: ArraySlice<UInt16>, _ value: ArraySlice<UInt16>) -> Bool {
        // Which lengths of the value the part of the pattern so far takes.
        var reached = Set([value.startIndex])
        for element in pattern {
            switch element {
            case UInt16(UInt8(ascii: "*")):
                if let least = reached.min() { reached = Set(least...value.endIndex) }
            case UInt16(UInt8(ascii: "?")): reached = Set(reached.filter { $0 < value.endIndex }.map { $0 + 1 })
            default: reached = Set(reached.filter { $0 < value.endIndex && value[$0] == element }.map { $0 + 1 })
            }
        }
        return reached.contains(value.endIndex)
    }

    private static func text(_ generator: inout some RandomNumberGenerator, _ letters: [String], _ count: Int) -> String
    {
        (0..<count).map { _ in letters.randomElement(using: &generator)! }.joined()
    }

    @Test func `matches by its definition`() {
        var generator = Seeded(seed: 5)
        var matched = 0
        for _ in 0..<20_000 {
            let pattern = Self.text(
                &generator, ["a", "b", "é", "😀", "*", "?"], Int.random(in: 0...8, using: &generator))
            let value = Self.text(&generator, ["a", "b", "é", "語", "😀"], Int.random(in: 0...8, using: &generator))
            let expected = Self.matches(Array(pattern.utf16)[...], Array(value.utf16)[...])
            matched += expected ? 1 : 0
            guard Glob(pattern.utf8, wildcards: true).matches(Array(value.utf8)) == expected else {
                Issue.record("\(pattern) and \(value) should \(expected ? "" : "not ")match")
                return
            }
        }
        #expect(matched > 1_000)
    }

    /// Runs as long as variables make them are looked for in another way.
    @Test func `matches by its definition, however long it is`() {
        var generator = Seeded(seed: 6)
        var matched = 0
        for _ in 0..<200 {
            let runs = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                Self.text(&generator, ["a", "a", "a", "b", "é"], Int.random(in: 20...60, using: &generator))
            }
            let pattern = "*" + runs.joined(separator: "*") + "*"
            var value = ""
            for run in runs {
                value += Self.text(&generator, ["a", "b"], Int.random(in: 0...300, using: &generator))
                // Now and then all but its end, which is where a search must not lose its place.
                value += Bool.random(using: &generator) ? run : String(run.dropLast()) + "b" + run
            }
            if Bool.random(using: &generator) {
                value = String(value.dropLast(Int.random(in: 1...40, using: &generator)))
            }
            let expected = Self.matches(Array(pattern.utf16)[...], Array(value.utf16)[...])
            matched += expected ? 1 : 0
            #expect(Glob(pattern.utf8, wildcards: true).matches(Array(value.utf8)) == expected, "\(pattern) \(value)")
        }
        #expect(matched > 50 && matched < 190)
    }

    @Test func `ignores case where it is told to`() {
        let long = String(repeating: "ab", count: 50)
        for pattern in ["*\(long)*", "\(long)*", "*\(long)"] {
            let glob = Glob(pattern.utf8, wildcards: true)
            let value = Array((long + long.uppercased()).utf8)
            let isMatch = glob.matches(value.span, foldingCase: true)
            #expect(isMatch)
            #expect(!glob.matches(Array(long.uppercased().utf8)))
        }
    }
}

/// The same numbers for the same seed.
private struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// - Source: SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
