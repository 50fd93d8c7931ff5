import Foundation
import Testing

@testable import RoleRules

/// Makes small patterns in the subset that both read alike; Foundation's `\w` and `\d` go beyond ASCII.
private struct PatternGenerator {
    var chance: RuleGenerator

    mutating func pattern(_ depth: Int = 3) -> String {
        let branches = chance.many(1...(chance.happens(oneIn: 3) ? 3 : 1)) { chance in
            var inner = Self(chance: chance)
            let text = inner.sequence(depth)
            chance = inner.chance
            return text
        }
        return branches.joined(separator: "|")
    }

    private mutating func sequence(_ depth: Int) -> String {
        (0..<chance.next(below: 4)).map { _ in atom(depth) + repetition() }.joined()
    }

    private mutating func atom(_ depth: Int) -> String {
        if depth > 0, chance.happens(oneIn: 3) { return chance.pick(["(", "(?:"]) + pattern(depth - 1) + ")" }
        return chance.pick([
            "a", "b", "c", "é", ".", "[ab]", "[^a]", "[a-c]", #"\d"#, #"\."#, #"[\d.]"#, "[^a-c1]", #"\s"#,
        ])
    }

    private mutating func repetition() -> String {
        chance.pick(["", "", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}"])
    }

    mutating func value() -> String {
        (0..<chance.next(below: 7)).map { _ in chance.pick(["a", "b", "c", "é", "1", ".", "\n", "😀"]) }.joined()
    }
}

@Suite struct `The matcher and that of Foundation` {
    @Test(arguments: [21, 22, 23, 24] as [UInt64])
    func `agree on whole matches of small patterns`(_ seed: UInt64) throws {
        var generator = PatternGenerator(chance: RuleGenerator(seed: seed))
        var matched = 0
        for _ in 0..<150 {
            let text = generator.pattern()
            let pattern = try RulePattern(text)
            let other = try NSRegularExpression(pattern: "\\A(?:\(text))\\z", options: [.dotMatchesLineSeparators])
            for _ in 0..<20 {
                let value = generator.value()
                let range = NSRange(location: 0, length: value.utf16.count)
                let expected = other.firstMatch(in: value, range: range) != nil
                if expected { matched += 1 }
                guard pattern.compare(value) == Ternary(expected) else {
                    Issue.record("\(text) on \(value.debugDescription): \(expected) expected")
                    return
                }
            }
        }
        #expect((200...2_500).contains(matched), "\(matched)")
    }
}
