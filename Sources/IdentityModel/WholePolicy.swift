/// A managed policy with its versions, as one state.
package struct WholePolicy: Sendable, Equatable {
    package var policy: ManagedPolicy
    /// Newest first.
    package var versions: [PolicyVersion]

    package init(policy: ManagedPolicy, versions: [PolicyVersion]) {
        self.policy = policy
        self.versions = versions
    }

    /// The text that counts.
    package var document: String { versions.first(where: \.isDefault)?.document ?? "" }
}
