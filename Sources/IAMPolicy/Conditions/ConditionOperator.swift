/// The name in front of a condition block, taken apart: `ForAnyValue:StringNotEqualsIfExists`.
///
/// - Source: IAM JSON policy elements, condition operators. Names are compared with their case.
struct ConditionOperator: Sendable, Equatable {
    enum Quantifier: Sendable {
        case none, anyValue, allValues
    }

    enum Relation: Sendable {
        case equal, less, lessOrEqual, greater, greaterOrEqual

        func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
            switch self {
            case .equal: left == right
            case .less: left < right
            case .lessOrEqual: left <= right
            case .greater: left > right
            case .greaterOrEqual: left >= right
            }
        }
    }

    enum Family: Sendable, Equatable {
        case string(StringCondition.Form)
        case numeric(Relation)
        case date(Relation)
        case bool, binary, ipAddress, arn, null
    }

    let name: String
    let quantifier: Quantifier
    let family: Family
    let isNegated: Bool
    let ifExists: Bool

    /// Nil for a name that is no operator.
    init?(_ name: String) {
        self.name = name
        var base = name[...]
        if base.hasPrefix("ForAnyValue:") {
            quantifier = .anyValue
            base = base.dropFirst("ForAnyValue:".count)
        } else if base.hasPrefix("ForAllValues:") {
            quantifier = .allValues
            base = base.dropFirst("ForAllValues:".count)
        } else {
            quantifier = .none
        }
        ifExists = base.hasSuffix("IfExists")
        if ifExists { base = base.dropLast("IfExists".count) }
        guard let (family, isNegated) = Self.families[String(base)], !(ifExists && family == .null) else { return nil }
        self.family = family
        self.isNegated = isNegated
    }

    private static let families: [String: (Family, isNegated: Bool)] = [
        "StringEquals": (.string(.exact), false),
        "StringNotEquals": (.string(.exact), true),
        "StringEqualsIgnoreCase": (.string(.ignoringCase), false),
        "StringNotEqualsIgnoreCase": (.string(.ignoringCase), true),
        "StringLike": (.string(.wildcards), false),
        "StringNotLike": (.string(.wildcards), true),
        "NumericEquals": (.numeric(.equal), false),
        "NumericNotEquals": (.numeric(.equal), true),
        "NumericLessThan": (.numeric(.less), false),
        "NumericLessThanEquals": (.numeric(.lessOrEqual), false),
        "NumericGreaterThan": (.numeric(.greater), false),
        "NumericGreaterThanEquals": (.numeric(.greaterOrEqual), false),
        "DateEquals": (.date(.equal), false),
        "DateNotEquals": (.date(.equal), true),
        "DateLessThan": (.date(.less), false),
        "DateLessThanEquals": (.date(.lessOrEqual), false),
        "DateGreaterThan": (.date(.greater), false),
        "DateGreaterThanEquals": (.date(.greaterOrEqual), false),
        "Bool": (.bool, false),
        "BinaryEquals": (.binary, false),
        "IpAddress": (.ipAddress, false),
        "NotIpAddress": (.ipAddress, true),
        "ArnEquals": (.arn, false),
        "ArnLike": (.arn, false),
        "ArnNotEquals": (.arn, true),
        "ArnNotLike": (.arn, true),
        "Null": (.null, false),
    ]
}
