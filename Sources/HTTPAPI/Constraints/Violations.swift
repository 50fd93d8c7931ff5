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

    mutating func optional(_ number: (some BinaryInteger)?, in range: ClosedRange<Int>, at path: String) {
        guard let number else { return }
        if number < range.lowerBound {
            add(.minimum(range.lowerBound), at: path, value: .shown(String(number)))
        } else if number > range.upperBound {
            add(.maximum(range.upperBound), at: path, value: .shown(String(number)))
        }
    }

    /// - Returns: the number; one within the range when it is missing or outside, which nobody sees.
    mutating func required(_ number: Int64?, in range: ClosedRange<Int>, at path: String) -> Int {
        guard let number else {
            add(.notNull, at: path, value: .null)
            return range.lowerBound
        }
        optional(number, in: range, at: path)
        return Int(exactly: number) ?? range.lowerBound
    }

    mutating func required(_ flag: Bool?, at path: String) -> Bool {
        if flag == nil { add(.notNull, at: path, value: .null) }
        return flag ?? false
    }

    /// One of the values of an enumeration, which are told in the order given.
    mutating func optional<Value: RawRepresentable & CaseIterable>(
        _ text: String?, oneOf type: Value.Type, at path: String
    ) -> Value? where Value.RawValue == String {
        guard let text else { return nil }
        // Compared as bytes: `==` takes two spellings of one character for the same.
        let value = Value.allCases.first { $0.rawValue.utf8.elementsEqual(text.utf8) }
        if value == nil { add(.enumeration(Value.allCases.map(\.rawValue)), at: path, value: .shown(text)) }
        return value
    }

    mutating func required<Value: RawRepresentable & CaseIterable>(
        _ text: String?, oneOf type: Value.Type, at path: String
    ) -> Value? where Value.RawValue == String {
        if text == nil { add(.notNull, at: path, value: .null) }
        return optional(text, oneOf: type, at: path)
    }

    /// - Returns: the elements that are there.
    mutating func required(
        list: [String?]?, of shape: TextShape, at path: String, minimum: Int? = nil, limit: Int? = nil
    ) -> [String] {
        guard let list else {
            add(.notNull, at: path, value: .null)
            return []
        }
        return check(list: list, of: shape, at: path, minimum: minimum, limit: limit)
    }

    /// - Parameters:
    ///   - shape: not a sensitive one; a violation prints the list.
    ///   - minimum: of elements, when there is one.
    ///   - limit: of elements, when there is one.
    mutating func check(
        list: [String?], of shape: TextShape, at path: String, minimum: Int? = nil, limit: Int? = nil
    ) -> [String] {
        let elements = list.compactMap(\.self)
        let shown = Value.shown("[\(elements.joined(separator: ", "))]")
        if let minimum, list.count < minimum { add(.minimumLength(minimum), at: path, value: shown) }
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
