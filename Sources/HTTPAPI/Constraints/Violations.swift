/// Everything that is wrong with a request's members, told in one message.
///
/// Members are checked one after the other and all of them, so that a client mends its request once.
///
/// - Source: the grammar of AWS validation messages; the first letter of a path is in lower case.
struct Violations: Error {
    private var items: [String] = []

    var message: String {
        "\(items.count) validation error\(items.count == 1 ? "" : "s") detected: \(items.joined(separator: "; "))"
    }

    /// Throws what was found, if anything was.
    func refuse() throws(Violations) {
        if !items.isEmpty { throw self }
    }

    mutating func add(_ constraint: Constraint, at path: String, value: Value) {
        items.append("Value\(value.text) at '\(path)' failed to satisfy constraint: \(constraint.text)")
    }

    enum Value {
        case null
        case shown(String)
        /// A token, or something that holds one.
        case withheld

        fileprivate var text: String {
            switch self {
            case .null: " null"
            case .shown(let value): " '\(value)'"
            case .withheld: ""
            }
        }
    }
}

extension Violations {
    /// - Returns: the text; an empty one when it is missing, which nobody sees, because `refuse` throws then.
    mutating func required(_ text: String?, _ shape: TextShape, at path: String) -> String {
        guard let text else {
            add(.notNull, at: path, value: .null)
            return ""
        }
        optional(text, shape, at: path)
        return text
    }

    mutating func optional(_ text: String?, _ shape: TextShape, at path: String) {
        guard let text else { return }
        for constraint in shape.violations(of: text) {
            add(constraint, at: path, value: shape.isSensitive ? .withheld : .shown(text))
        }
    }

    mutating func optional(_ number: Int?, in range: ClosedRange<Int>, at path: String) {
        guard let number else { return }
        if number < range.lowerBound {
            add(.minimum(range.lowerBound), at: path, value: .shown(String(number)))
        } else if number > range.upperBound {
            add(.maximum(range.upperBound), at: path, value: .shown(String(number)))
        }
    }

    /// - Returns: the elements that are there.
    mutating func required(list: [String?]?, of shape: TextShape, at path: String) -> [String] {
        guard let list else {
            add(.notNull, at: path, value: .null)
            return []
        }
        return check(list: list, of: shape, at: path)
    }

    /// - Parameters:
    ///   - shape: not a sensitive one; a violation prints the list.
    ///   - limit: of elements, when there is one.
    mutating func check(list: [String?], of shape: TextShape, at path: String, limit: Int? = nil) -> [String] {
        let elements = list.compactMap(\.self)
        let shown = Value.shown("[\(elements.joined(separator: ", "))]")
        if let limit, list.count > limit { add(.maximumLength(limit), at: path, value: shown) }
        for (position, element) in list.enumerated() where element == nil {
            add(.notNull, at: "\(path).\(position + 1).member", value: .null)
        }
        if !elements.allSatisfy(shape.admits) {
            add(.elements(shape.constraints), at: path, value: shown)
        }
        return elements
    }
}
