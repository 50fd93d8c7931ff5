import IdentityModel

/// The tags that a session bears, and those of them that pass on to the next role.
///
/// - Source: IAM User Guide, "Passing session tags in AWS STS"; AWS STS API Reference, `Tag`.
package struct SessionTags: Sendable, Equatable {
    /// No two keys differ in case alone.
    package let values: [String: String]
    /// Of `values`, spelt as there.
    package let transitiveKeys: [String]

    package static let none = SessionTags(values: [:], transitiveKeys: [])

    private init(values: [String: String], transitiveKeys: [String]) {
        self.values = values
        self.transitiveKeys = transitiveKeys
    }

    /// - Parameter transitiveKeys: in any case.
    package init(_ tags: [Tag], transitiveKeys: [String] = []) throws(SessionTagsError) {
        guard tags.count <= Tag.limit else { throw .tooMany }
        var spelling: [String: String] = [:]
        var values: [String: String] = [:]
        for tag in tags {
            let folded = tag.key.lowercased()
            guard !folded.hasPrefix("aws:") else { throw .reservedKey }
            guard spelling.updateValue(tag.key, forKey: folded) == nil else { throw .duplicateKey }
            values[tag.key] = tag.value
        }
        var transitive: Set<String> = []
        for key in transitiveKeys {
            guard let spelt = spelling[key.lowercased()] else { throw .transitiveKeyWithoutTag }
            transitive.insert(spelt)
        }
        self.init(values: values, transitiveKeys: transitive.sorted())
    }

    /// What of a session's tags passes on to the role that it assumes.
    init(inheritedFrom session: SealedSession) {
        let values = session.principalTags.filter { session.transitiveTagKeys.contains($0.key) }
        self.init(values: values, transitiveKeys: values.keys.sorted())
    }

    /// These tags and those inherited, which stay transitive and cannot be set anew. Together they have the limit of all
    /// tags of a session.
    func joined(to inherited: SessionTags) throws(SessionTagsError) -> SessionTags {
        let kept = Set(inherited.values.keys.map { $0.lowercased() })
        guard !values.keys.contains(where: { kept.contains($0.lowercased()) }) else { throw .inheritedKey }
        guard values.count + inherited.values.count <= Tag.limit else { throw .tooMany }
        return SessionTags(
            values: values.merging(inherited.values) { own, _ in own },
            transitiveKeys: (transitiveKeys + inherited.transitiveKeys).sorted())
    }
}

/// Why tags are none that a session can bear.
package enum SessionTagsError: Error, Equatable {
    case tooMany
    /// Keys beginning with `aws:` are not for callers.
    case reservedKey
    case duplicateKey
    case transitiveKeyWithoutTag
    /// The calling session has it as a transitive tag.
    case inheritedKey
}
