/// The names of operators in the JSON form, and what each stands for: the only table of them.
enum OperatorName {
    enum Operation: Sendable, Equatable {
        case text(TextComparison.Form, ignoresCase: Bool)
        case list, pattern, network, presence
        case number(NumberComparison.Relation)
        case before, after, olderThan, youngerThan
    }

    struct Entry: Sendable {
        let name: String
        let operation: Operation
        let isNegated: Bool
    }

    static let all: [Entry] = {
        var all: [Entry] = []
        func add(_ name: String, _ operation: Operation, hasNegation: Bool = true) {
            all.append(Entry(name: name, operation: operation, isNegated: false))
            guard hasNegation, let first = name.first else { return }
            let negation = "not" + first.uppercased() + name.dropFirst()
            all.append(Entry(name: negation, operation: operation, isNegated: true))
        }
        for form in TextComparison.Form.allCases {
            add(form.rawValue, .text(form, ignoresCase: false))
            add(form.rawValue + "IgnoringCase", .text(form, ignoresCase: true))
        }
        add("in", .list)
        add("matches", .pattern)
        add("inNetwork", .network)
        for relation in NumberComparison.Relation.allCases {
            add(relation.rawValue, .number(relation), hasNegation: relation == .numberEquals)
        }
        add("before", .before, hasNegation: false)
        add("after", .after, hasNegation: false)
        add("olderThan", .olderThan, hasNegation: false)
        add("youngerThan", .youngerThan, hasNegation: false)
        add("exists", .presence, hasNegation: false)
        return all
    }()

    static let names = all.map(\.name)

    static func entry(_ name: String) -> Entry? { all.first { $0.name.isSameBytes(as: name) } }

    static func name(of test: ClaimTest) -> String {
        let operation = operation(of: test.comparison)
        return all.first { $0.operation == operation && $0.isNegated == test.isNegated }?.name ?? ""
    }

    private static func operation(of comparison: RuleComparison) -> Operation {
        switch comparison {
        case .text(let test): .text(test.form, ignoresCase: test.ignoresCase)
        case .list: .list
        case .pattern: .pattern
        case .network: .network
        case .presence: .presence
        case .number(let test): .number(test.relation)
        case .time(let test):
            switch test.operand {
            case .before: .before
            case .after: .after
            case .olderThan: .olderThan
            case .youngerThan: .youngerThan
            }
        }
    }
}
