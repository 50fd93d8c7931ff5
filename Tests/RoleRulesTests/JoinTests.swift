import Testing

@testable import RoleRules

@Suite struct `Joined conditions` {
    private static let parts: [(text: String, met: Ternary)] = [
        (#"{"claim": "c", "equals": "a"}"#, .yes), (#"{"claim": "c", "equals": "b"}"#, .no),
        (#"{"claim": "none", "equals": "a"}"#, .unknown),
    ]

    @Test func `with not turn yes into no, and leave open what is open`() throws {
        for part in Self.parts {
            #expect(try evaluate(#"{"not": \#(part.text)}"#, #"{"c": "a"}"#) == !part.met)
            #expect(try evaluate(#"{"not": {"not": \#(part.text)}}"#, #"{"c": "a"}"#) == part.met)
        }
    }

    @Test func `with all need every part, with any one part`() throws {
        let all: [[Ternary]] = [[.yes, .no, .unknown], [.no, .no, .no], [.unknown, .no, .unknown]]
        let any: [[Ternary]] = [[.yes, .yes, .yes], [.yes, .no, .unknown], [.yes, .unknown, .unknown]]
        for (row, left) in Self.parts.enumerated() {
            for (column, right) in Self.parts.enumerated() {
                let list = "[\(left.text), \(right.text)]"
                #expect(try evaluate(#"{"all": \#(list)}"#, #"{"c": "a"}"#) == all[row][column])
                #expect(try evaluate(#"{"any": \#(list)}"#, #"{"c": "a"}"#) == any[row][column])
            }
        }
    }

    @Test func `of one part are that part`() throws {
        for part in Self.parts {
            #expect(try evaluate(#"{"all": [\#(part.text)]}"#, #"{"c": "a"}"#) == part.met)
            #expect(try evaluate(#"{"any": [\#(part.text)]}"#, #"{"c": "a"}"#) == part.met)
        }
    }

    @Test func `never match by what was left out`() throws {
        let suspended = #"{"not": {"claim": "suspended", "equals": true}}"#
        #expect(try evaluate(suspended, #"{"suspended": false}"#) == .yes)
        #expect(try evaluate(suspended, #"{"suspended": true}"#) == .no)
        #expect(try evaluate(suspended, "{}") == .unknown)
        let orMissing = #"{"any": [{"claim": "suspended", "exists": false}, \#(suspended)]}"#
        #expect(try evaluate(orMissing, "{}") == .yes)
        #expect(try evaluate(orMissing, #"{"suspended": true}"#) == .no)
    }

    @Test func `are traced as far as they were tried`() throws {
        let text = #"""
            {"all": [{"any": [{"claim": "c", "equals": "b"}, {"claim": "c", "equals": "a"}, {"claim": "d", "equals": 1}]},
                     {"not": {"claim": "c", "startsWith": "a"}}, {"claim": "late", "exists": true}]}
            """#
        var trace: [ConditionTrace]? = []
        let facts = RuleFacts(claims: try .sample(#"{"c": "a"}"#), circumstances: .sample)
        #expect(try condition(text).evaluate(facts, &trace) == .no)
        guard case .all(let parts, isMet: false) = try #require(trace?.first), parts.count == 2,
            case .any(let options, isMet: true) = parts[0], options.count == 2,
            case .not(let inner, isMet: false) = parts[1],
            case .test(let first) = options[0], case .test(let second) = options[1], case .test(let third) = inner[0]
        else {
            Issue.record("\(String(describing: trace))")
            return
        }
        #expect([first, second, third].map(\.finding) == [.doesNotHold, .holds, .holds])
        #expect([first, second, third].map(\.actual) == [["a"], ["a"], ["a"]])
    }
}
