/// `StringEquals`, `StringEqualsIgnoreCase`, `StringLike`.
struct StringCondition: Sendable {
    enum Form: Sendable {
        case exact, ignoringCase, wildcards
    }

    private let form: Form
    private let operands: [Operand]

    private enum Operand: Sendable {
        /// For `ignoringCase` in lower case already.
        case text([UInt8])
        case glob(Glob)
        case template(ValuePattern)
    }

    init(_ form: Form, _ values: [String], variables: Bool) throws(PolicyError) {
        self.form = form
        var operands: [Operand] = []
        for value in values {
            let pattern = try ValuePattern(value.utf8, wildcards: form == .wildcards, variables: variables)
            operands.append(pattern.fixed.map { Self.operand($0, form) } ?? .template(pattern))
        }
        self.operands = operands
    }

    private static func operand(_ glob: Glob, _ form: Form) -> Operand {
        switch form {
        case .exact: .text(glob.literal)
        case .ignoringCase: .text(Lowercase.mapping(glob.literal))
        case .wildcards: .glob(glob)
        }
    }

    func matches(_ value: [UInt8], in context: RequestContext) -> Bool {
        let value = form == .ignoringCase ? Lowercase.mapping(value) : value
        for operand in operands {
            var operand = operand
            if case .template(let pattern) = operand {
                guard let glob = pattern.resolved(in: context) else { continue }
                operand = Self.operand(glob, form)
            }
            switch operand {
            case .text(let text): if text == value { return true }
            case .glob(let glob): if glob.matches(value.span) { return true }
            case .template: continue
            }
        }
        return false
    }
}

/// Lower case by mapping, not by folding: `ſ` stays what it is, a `Σ` that ends a word becomes `ς`, and `İ` becomes two
/// scalars.
///
/// - Source: The Unicode Standard §3.13, `toLowercase` with the condition `Final_Sigma`; recorded answers.
enum Lowercase {
    static func mapping(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(where: { $0 >= 0x80 }) else { return text.map(\.asciiLowercased) }
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        var lowered = ""
        for (index, scalar) in scalars.enumerated() {
            let isFinalSigma = scalar == "Σ" && endsWord(scalars, at: index)
            lowered += isFinalSigma ? "ς" : scalar.properties.lowercaseMapping
        }
        return Array(lowered.utf8)
    }

    /// Behind a letter that has case and before none, marks and apostrophes between them not counted.
    private static func endsWord(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
        let before = scalars[..<index].reversed().first { !$0.properties.isCaseIgnorable }
        let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
        return before?.properties.isCased == true && after?.properties.isCased != true
    }
}
