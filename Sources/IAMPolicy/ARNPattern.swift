/// Six globs, one for each part of an ARN.
///
/// The first five parts are compared without regard to case, the resource itself with it.
///
/// - Source: IAM JSON policy elements, `Resource` and `ArnLike`: each part is checked on its own, so a `*` in the
///   account never swallows a colon.
struct ARNPattern: Sendable {
    private let head: [Glob]
    private let tail: Glob

    init(head: [Glob], tail: Glob) {
        self.head = head
        self.tail = tail
    }

    /// Nil when the pattern cannot be an ARN: fewer than six parts, or a first one that is not `arn`.
    init?(_ whole: Glob) {
        var parts = whole.elements.split(
            separator: UInt16(UInt8(ascii: ":")), maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6 else { return nil }
        tail = Glob(Array(parts.removeLast()))
        head = parts.map { Glob(Array($0)).foldingCase }
        guard head[0].matches(Array("arn".utf8)) else { return nil }
    }

    /// - Parameter arn: a well-formed one.
    func matches(_ arn: ARN) -> Bool {
        headMatches(arn) && tail.matches(arn.bytes.span.extracting((arn.colons[4] + 1)...))
    }

    private func headMatches(_ arn: ARN) -> Bool {
        let value = arn.bytes.span
        var start = 0
        for (part, end) in zip(head, arn.colons) {
            guard part.matches(value.extracting(start..<end), foldingCase: true) else { return false }
            start = end + 1
        }
        return true
    }
}

/// One entry of `Resource` or `NotResource`.
struct ResourcePattern: Sendable {
    private enum Form: Sendable {
        case everything
        case fixed(ARNPattern)
        /// Variables stand in the sixth part only; elsewhere `${…}` is text.
        case template(head: [Glob], tail: ValuePattern)
        /// A short pattern in a resource policy.
        case nothing
    }

    let text: String
    private let form: Form

    /// - Parameter padsShortPatterns: whether `arn:aws:s3` means `arn:aws:s3:*:*:*`, as in every policy but a resource's
    ///   own, where only a wildcard at the end spills over.
    init(_ text: String, variables: Bool, padsShortPatterns: Bool) throws(PolicyError) {
        self.text = text
        guard text != "*" else {
            form = .everything
            return
        }
        var parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6 else {
            guard padsShortPatterns || text.utf8.last == UInt8(ascii: "*") else {
                form = .nothing
                return
            }
            let any = Array(repeating: Glob([Glob.anyRun]), count: 6 - parts.count)
            let head = parts.map { Glob($0, wildcards: true).foldingCase } + any.dropLast()
            form = .fixed(ARNPattern(head: head, tail: any[0]))
            return
        }
        let tail = try ValuePattern(parts.removeLast(), wildcards: true, variables: variables)
        let head = parts.map { Glob($0, wildcards: true).foldingCase }
        form = tail.fixed.map { .fixed(ARNPattern(head: head, tail: $0)) } ?? .template(head: head, tail: tail)
    }

    /// Whether there is no ARN that it matches.
    var matchesNothing: Bool { if case .nothing = form { true } else { false } }

    func matches(_ arn: ARN, in context: RequestContext) -> Bool {
        switch form {
        case .everything: return true
        case .nothing: return false
        case .fixed(let pattern): return arn.isWellFormed && pattern.matches(arn)
        case .template(let head, let tail):
            guard arn.isWellFormed, let tail = tail.resolved(in: context) else { return false }
            return ARNPattern(head: head, tail: tail).matches(arn)
        }
    }
}
