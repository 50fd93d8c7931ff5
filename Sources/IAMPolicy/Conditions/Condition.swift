/// One key of one operator block, with its values made ready.
struct Condition: Sendable {
    let operation: ConditionOperator
    let key: ConditionKey
    /// As written in the policy.
    let values: [String]
    private let test: Test

    /// One family of operators each. A family compares one value; the rest of the table below is the same for all.
    private enum Test: Sendable {
        case string(StringCondition)
        case numeric(NumericCondition)
        case date(DateCondition)
        case bool(BoolCondition)
        case binary(BinaryCondition)
        case ipAddress(IPCondition)
        case arn(ARNCondition)
        case null(NullCondition)
    }

    /// - Parameter literals: whether values that are not of the operator's type are refused or never match.
    init(
        _ operation: ConditionOperator, _ key: ConditionKey, _ values: [String], variables: Bool,
        literals: TypedLiterals
    ) throws(PolicyError) {
        self.operation = operation
        self.key = key
        self.values = values
        test =
            switch operation.family {
            case .string(let form): .string(try StringCondition(form, values, variables: variables))
            case .numeric(let relation): .numeric(try NumericCondition(relation, values, literals))
            case .date(let relation): .date(try DateCondition(relation, values, literals))
            case .bool: .bool(try BoolCondition(values, variables: variables))
            case .binary: .binary(try BinaryCondition(values))
            case .ipAddress: .ipAddress(try IPCondition(values, literals))
            case .arn: .arn(try ARNCondition(values, variables: variables, literals))
            case .null: .null(NullCondition(values))
            }
    }

    /// - Source: recorded answers for keys that are missing, hold one value, or hold a list. A list is never compared
    ///   without `ForAnyValue` or `ForAllValues`, not even by a negated operator.
    func isMet(in context: RequestContext) -> Ternary {
        let present = context[key]
        if case .null(let null) = test { return null.isMet(byPresence: present != nil) ? .yes : .no }
        switch (present, operation.quantifier) {
        case (nil, .allValues): return .yes
        case (nil, .anyValue): return operation.ifExists ? .yes : .no
        case (nil, .none): return operation.ifExists || operation.isNegated ? .yes : .no
        case (.single(let value), _): return isMet(by: value, in: context)
        case (.list, .none): return .no
        case (.list(let values), .anyValue):
            return values.reduce(.no) { met, value in met || isMet(by: value, in: context) }
        case (.list(let values), .allValues):
            return values.reduce(.yes) { met, value in met && isMet(by: value, in: context) }
        }
    }

    private func isMet(by value: [UInt8], in context: RequestContext) -> Ternary {
        compare(value, in: context).met(negated: operation.isNegated)
    }

    private func compare(_ value: [UInt8], in context: RequestContext) -> Comparison {
        switch test {
        case .string(let test): Comparison(test.matches(value, in: context))
        case .numeric(let test): Comparison(test.matches(value))
        case .date(let test): Comparison(test.matches(value))
        case .bool(let test): Comparison(test.matches(value, in: context))
        case .binary(let test): Comparison(test.matches(value))
        case .ipAddress(let test): test.compare(value)
        case .arn(let test): test.compare(value, in: context)
        case .null: .mismatch  // decided by presence alone, above
        }
    }
}

/// What becomes of a policy value that is not of its operator's type.
///
/// - Source: recorded answers: IAM refuses it when the policy is stored; a session policy is taken, and the value never
///   matches.
enum TypedLiterals: Sendable {
    case refused, tolerated
}
