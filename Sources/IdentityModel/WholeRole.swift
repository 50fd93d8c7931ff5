/// A role with everything that belongs to it, as one state.
package struct WholeRole: Sendable, Equatable {
    package var role: RoleDetails
    package var policies: HeldPolicies

    package init(role: RoleDetails, policies: HeldPolicies) {
        self.role = role
        self.policies = policies
    }
}
