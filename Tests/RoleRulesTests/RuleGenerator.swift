import IdentityModel

/// A JSON value that a test made, so that the reference needs no reader of JSON.
indirect enum Value {
    case text(String)
    case number(String)
    case bool(Bool)
    case null
    case list([Value])
    case object([String: Value])

    var json: String {
        switch self {
        case .text(let text): "\"\(text)\""
        case .number(let text): text
        case .bool(let value): "\(value)"
        case .null: "null"
        case .list(let values): "[\(values.map(\.json).joined(separator: ", "))]"
        case .object(let members):
            "{\(members.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1.json)" }.joined(separator: ", "))}"
        }
    }
}

/// Makes mappings and claims out of few words, so that they often meet. The same seed makes the same ones.
struct RuleGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    // MARK: Chance

    /// SplitMix64.
    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[next(below: choices.count)] }
    mutating func happens(oneIn chances: Int) -> Bool { next(below: chances) == 0 }

    mutating func many<Element>(_ count: ClosedRange<Int>, _ make: (inout Self) -> Element) -> [Element] {
        let count = count.lowerBound + next(below: count.count)
        return (0..<count).map { _ in make(&self) }
    }

    // MARK: Words

    private static let names = ["dept", "groups", "level", "email", "cognito:roles"]
    private static let words = ["a", "ab", "abc", "b", "B", "", "42", "true", "e\u{301}", "\u{e9}", "bb"]
    static let roles = ["r1", "r2", "r3", "authenticated"].map { role($0) }

    /// Never empty.
    mutating func word() -> String { pick(Self.words.filter { !$0.isEmpty }) }
    mutating func claimName() -> String { pick(Self.names) }

    private mutating func scalar() -> Value {
        switch next(below: 8) {
        case 0: .number(pick(["42", "42.0", "-1", "4e2"]))
        case 1: .bool(happens(oneIn: 2))
        case 2: .null
        default: .text(pick(Self.words))
        }
    }

    private mutating func value() -> Value {
        switch next(below: 6) {
        case 0, 1: .list(many(0...3) { $0.happens(oneIn: 9) ? .object(["a": .text("a")]) : $0.scalar() })
        case 2: .object(["a": scalar()])
        default: scalar()
        }
    }

    mutating func claims() -> [String: Value] {
        var claims: [String: Value] = [:]
        for name in Self.names where !happens(oneIn: 3) { claims[name] = value() }
        if happens(oneIn: 2) { claims["email_verified"] = pick([.bool(true), .bool(false), .text("true"), .null]) }
        if happens(oneIn: 2) {
            claims["cognito:roles"] = pick([
                .list(many(0...3) { .text($0.pick(Self.roles)) }),
                .text(many(0...3) { $0.pick(Self.roles) }.joined(separator: ",")),
            ])
        }
        if happens(oneIn: 3) { claims["cognito:preferred_role"] = pick([.text(pick(Self.roles)), .text(""), .null]) }
        return claims
    }

    mutating func rule() -> RoleRule {
        RoleRule(claimName(), pick(RoleRule.Match.allCases), word(), gives: pick(Self.roles))
    }

    mutating func mapping() -> RoleMapping {
        let source: RoleMapping.Source = happens(oneIn: 4) ? .token : .rules(many(0...5) { $0.rule() })
        return RoleMapping(source, otherwise: pick(AmbiguousRoleResolution.allCases))
    }
}
