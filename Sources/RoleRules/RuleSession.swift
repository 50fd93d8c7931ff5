import IdentityModel

/// What a rule says of the session beside its role.
package struct RuleSession: Sendable, Equatable {
    /// How long it lasts. Nil: as long as any.
    package var seconds: Int?
    /// In the order written; each key once. They win over the tags of the pool.
    package var tags: [RuleTag]

    package init(seconds: Int? = nil, tags: [RuleTag] = []) {
        self.seconds = seconds
        self.tags = tags
    }

    package static let none = RuleSession()
    /// - Source: AWS STS API Reference, `AssumeRoleWithWebIdentity`, `DurationSeconds`.
    package static let admittedSeconds = 900...43_200

    /// A claim that is missing, an object, or a list of other than one element gives no tag.
    func resolve(_ facts: RuleFacts) throws(PrincipalTagProblem) -> PrincipalTags {
        guard !tags.isEmpty else { return .none }
        var values: [String: String] = [:]
        for tag in tags { values[tag.key] = tag.value(facts) }
        return try PrincipalTags(values)
    }
}

/// A tag of the session, and where its value comes from.
package struct RuleTag: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        case text(String)
        case subject(RuleSubject)
    }

    package let key: String
    package let source: Source

    package init(_ key: String, _ source: Source) {
        self.key = key
        self.source = source
    }

    fileprivate func value(_ facts: RuleFacts) -> String? {
        switch source {
        case .text(let text): text
        case .subject(let subject):
            switch subject.find(in: facts) {
            case .missing, .incomparable: nil
            case .one(let value): value
            case .list(let values): values.count == 1 ? values[0] : nil
            }
        }
    }
}
