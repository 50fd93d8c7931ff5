extension Violations {
    /// The text of an inline session policy and the ARNs of managed ones share the characters that a session policy may
    /// have.
    ///
    /// - Source: AWS STS API Reference, `Policy` and `PolicyArns` of `AssumeRole`.
    mutating func check(sessionPolicy policy: String?, with policyARNs: [String]) {
        let limit = TextShape.sessionPolicy.length.upperBound
        let inline = policy?.unicodeScalars.count ?? 0
        let managed = policyARNs.reduce(0, { $0 + $1.unicodeScalars.count })
        // A text that is too long by itself has been found already.
        guard inline <= limit, inline + managed > limit else { return }
        if let policy {
            add(.maximumLength(limit), at: "policy", value: .shown(policy))
        } else {
            add(.maximumLength(limit), at: "policyArns", value: .shown("[\(policyARNs.joined(separator: ", "))]"))
        }
    }
}
