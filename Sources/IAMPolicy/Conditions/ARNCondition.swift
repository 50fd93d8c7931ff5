/// `ArnEquals` and `ArnLike`, which are the same: both know wildcards, part by part.
struct ARNCondition: Sendable {
    private enum Operand: Sendable {
        case everything
        case fixed(ARNPattern)
        case template(ValuePattern)
        case malformed
    }

    private let operands: [Operand]

    init(_ values: [String], variables: Bool, _ literals: TypedLiterals) throws(PolicyError) {
        var operands: [Operand] = []
        for value in values {
            let pattern = try ValuePattern(value.utf8, wildcards: true, variables: variables)
            let operand = pattern.fixed.map(Self.operand) ?? .template(pattern)
            if case .malformed = operand, literals == .refused { throw .legacyParsing }
            operands.append(operand)
        }
        self.operands = operands
    }

    private static func operand(_ glob: Glob) -> Operand {
        if glob.elements == [Glob.anyRun] { return .everything }
        return ARNPattern(glob).map { .fixed($0) } ?? .malformed
    }

    /// Values are tried in order: a match before a broken one decides, a broken one before a match leaves it open.
    func compare(_ value: [UInt8], in context: RequestContext) -> Comparison {
        let arn = ARN(bytes: value)
        guard arn.isWellFormed else { return .incomparable }
        for operand in operands {
            var operand = operand
            if case .template(let pattern) = operand {
                guard let glob = pattern.resolved(in: context) else { continue }
                operand = Self.operand(glob)
            }
            switch operand {
            case .everything: return .match
            case .fixed(let pattern): if pattern.matches(arn) { return .match }
            case .malformed: return .indeterminate
            case .template: continue
            }
        }
        return .mismatch
    }
}
