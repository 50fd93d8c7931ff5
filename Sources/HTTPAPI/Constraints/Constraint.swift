/// One limit that the service model sets to a member, and the words in which a violation is told.
///
/// - Source: the messages of the front end that AWS services share.
enum Constraint: Sendable {
    case notNull
    /// In Unicode scalars for text, in entries for lists and maps.
    case minimumLength(Int)
    case maximumLength(Int)
    case minimum(Int)
    case maximum(Int)
    case pattern(Pattern)
    /// One of these texts.
    case enumeration([String])
    /// What every element of a list has to meet.
    case elements([Constraint])
    case mapKeys([Constraint])
    case mapValues([Constraint])

    var text: String {
        switch self {
        case .notNull: "Member must not be null"
        case .minimumLength(let length): "Member must have length greater than or equal to \(length)"
        case .maximumLength(let length): "Member must have length less than or equal to \(length)"
        case .minimum(let value): "Member must have value greater than or equal to \(value)"
        case .maximum(let value): "Member must have value less than or equal to \(value)"
        case .enumeration(let values): "Member must satisfy enum value set: \(Self.listed(values))"
        case .pattern(let pattern): "Member must satisfy regular expression pattern: \(pattern.text)"
        case .elements(let constraints): "Member must satisfy constraint: \(Self.list(constraints))"
        case .mapKeys(let constraints): "Map keys must satisfy constraint: \(Self.list(constraints))"
        case .mapValues(let constraints): "Map value must satisfy constraint: \(Self.list(constraints))"
        }
    }

    private static func list(_ constraints: [Constraint]) -> String { listed(constraints.map(\.text)) }

    private static func listed(_ texts: [String]) -> String { "[\(texts.joined(separator: ", "))]" }
}
