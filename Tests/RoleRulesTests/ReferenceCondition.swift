/// A condition that a test made, with a second reading of what it means: plain, slow, and without the room.
indirect enum ReferenceCondition {
    case test(claim: String, name: String, operand: Value)
    case all([ReferenceCondition])
    case any([ReferenceCondition])
    case not(ReferenceCondition)

    var json: String {
        switch self {
        case .test(let claim, let name, let operand): "{\"claim\": \"\(claim)\", \"\(name)\": \(operand.json)}"
        case .all(let parts): "{\"all\": [\(parts.map(\.json).joined(separator: ", "))]}"
        case .any(let parts): "{\"any\": [\(parts.map(\.json).joined(separator: ", "))]}"
        case .not(let part): "{\"not\": \(part.json)}"
        }
    }

    /// Nil when it cannot be told.
    func holds(_ claims: [String: Value]) -> Bool? {
        switch self {
        case .not(let part): return part.holds(claims).map { !$0 }
        case .all(let parts):
            let all = parts.map { $0.holds(claims) }
            return all.contains(false) ? false : all.contains(nil) ? nil : true
        case .any(let parts):
            let all = parts.map { $0.holds(claims) }
            return all.contains(true) ? true : all.contains(nil) ? nil : false
        case .test(let claim, var name, let operand):
            var value = claims[claim]
            if case .null? = value { value = nil }
            if name == "exists" { return "\(value != nil)" == operand.json }
            guard let value else { return nil }
            if claim == "email", let verified = claims["email_verified"], verified.json != "true",
                verified.json != "\"true\""
            {
                return nil
            }
            let isNegated = name.hasPrefix("not")
            if isNegated { name = name.dropFirst(3).prefix(1).lowercased() + name.dropFirst(4) }
            let elements: [Value]
            if case .list(let values) = value { elements = values } else { elements = [value] }
            let outcomes = elements.map { Self.compare($0, name, operand) }
            let any: Bool? = outcomes.contains(true) ? true : outcomes.contains(nil) ? nil : false
            return isNegated ? any.map { !$0 } : any
        }
    }

    private static func compare(_ value: Value, _ name: String, _ operand: Value) -> Bool? {
        guard let text = text(value) else { return nil }
        if case .list(let values) = operand { return values.contains { Self.text($0) == text } }
        guard let wanted = Self.text(operand) else { return nil }
        func number(_ bytes: [UInt8]) -> Double? {
            // Nothing that the generator makes is rounded.
            (bytes.first.map { $0 == 0x2D || (0x30...0x39).contains($0) } ?? false)
                ? Double(String(decoding: bytes, as: UTF8.self)) : nil
        }
        func folded(_ bytes: [UInt8]) -> [UInt8] { Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8) }
        switch name {
        case "equals": return text == wanted
        case "equalsIgnoringCase": return folded(text) == folded(wanted)
        case "startsWith": return Array(text.prefix(wanted.count)) == wanted
        case "endsWith": return Array(text.suffix(wanted.count)) == wanted
        case "numberEquals": return number(text).map { $0 == number(wanted)! }
        case "lessThan": return number(text).map { $0 < number(wanted)! }
        case "atLeast": return number(text).map { $0 >= number(wanted)! }
        default: return nil
        }
    }

    private static func text(_ value: Value) -> [UInt8]? {
        switch value {
        case .text(let text), .number(let text): Array(text.utf8)
        case .bool(let value): Array("\(value)".utf8)
        case .null, .list, .object: nil
        }
    }
}

extension RuleGenerator {
    mutating func condition(_ depth: Int = 3) -> ReferenceCondition {
        if depth > 0, happens(oneIn: 2) {
            return switch next(below: 3) {
            case 0: .not(condition(depth - 1))
            case 1: .all(many(1...3) { $0.condition(depth - 1) })
            default: .any(many(1...3) { $0.condition(depth - 1) })
            }
        }
        let name = pick([
            "equals", "notEquals", "equalsIgnoringCase", "notEqualsIgnoringCase", "startsWith", "notStartsWith",
            "endsWith", "notEndsWith", "in", "notIn", "numberEquals", "notNumberEquals", "lessThan", "atLeast",
            "exists",
        ])
        let operand: Value =
            switch name {
            case "exists": .bool(happens(oneIn: 2))
            case "in", "notIn": .list(many(1...3) { .text($0.word()) })
            case "numberEquals", "notNumberEquals", "lessThan", "atLeast": .number(pick(["42", "-1", "400", "0.5"]))
            default: .text(word())
            }
        return .test(claim: claimName(), name: name, operand: operand)
    }
}
