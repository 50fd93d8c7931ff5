/// A user with everything that belongs to them, as one state.
package struct WholeUser: Sendable, Equatable {
    package var user: UserDetails
    package var policies: HeldPolicies
    /// Oldest first.
    package var accessKeys: [AccessKey]

    package init(user: UserDetails, policies: HeldPolicies, accessKeys: [AccessKey]) {
        self.user = user
        self.policies = policies
        self.accessKeys = accessKeys
    }
}
