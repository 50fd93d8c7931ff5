import IdentityModel

/// A second reading of the rules for one login, plain and slow. It shares nothing with the room, keeps texts as arrays
/// of bytes, and knows the outcome without its reasons.
enum ReferenceChooser {
    enum Outcome: Equatable {
        case role(String)
        case noRole, notEntitled, ambiguous
    }

    static func choose(
        _ mapping: RoleMapping?, _ claims: [String: Value], requested: String?, authenticated: String?
    ) -> Outcome {
        guard let mapping else {
            guard let authenticated else { return .noRole }
            return requested == nil || requested == authenticated ? .role(authenticated) : .notEntitled
        }
        let candidates: [String]
        switch mapping.source {
        // The reference speaks Cognito's form only.
        case .ownForm: candidates = []
        case .rules(let rules): candidates = rules.filter { matches($0, claims) }.map(\.roleARN)
        case .token:
            let listed = listed(claims["cognito:roles"])
            if let requested { return listed.contains(requested) ? .role(requested) : .notEntitled }
            if case .text(let preferred)? = claims["cognito:preferred_role"], preferred != "" {
                return .role(preferred)
            }
            candidates = Set(listed.map { Array($0.utf8) }).count == 1 ? listed : []
        }
        if let requested { return candidates.contains(requested) ? .role(requested) : .notEntitled }
        if let first = candidates.first { return .role(first) }
        guard mapping.ambiguousRoleResolution == .authenticatedRole else { return .ambiguous }
        return authenticated.map(Outcome.role) ?? .noRole
    }

    private static func listed(_ value: Value?) -> [String] {
        switch value {
        case .text(let text)?: return text.split(separator: ",").map(String.init)
        case .list(let values)?:
            return values.compactMap { if case .text(let text) = $0, text != "" { text } else { nil } }
        default: return []
        }
    }

    static func matches(_ rule: RoleRule, _ claims: [String: Value]) -> Bool {
        guard let claim = claims[rule.claim] else { return false }
        if rule.claim == "email", let verified = claims["email_verified"] {
            guard text(verified) == Array("true".utf8) else { return false }
        }
        let value = Array(rule.value.utf8)
        let elements: [[UInt8]?]
        switch claim {
        case .null, .object: return false
        case .list(let values): elements = values.map(text)
        default: elements = [text(claim)]
        }
        switch rule.match {
        case .equals: return elements.contains { $0 == value }
        case .startsWith: return elements.contains { $0.map { Array($0.prefix(value.count)) == value } ?? false }
        case .contains:
            return elements.contains { element in
                guard let element, element.count >= value.count else { return false }
                return (0...(element.count - value.count)).contains { Array(element[$0..<($0 + value.count)]) == value }
            }
        case .notEqual: return elements.allSatisfy { $0 != nil && $0 != value }
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
