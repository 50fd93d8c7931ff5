import IdentityModel

/// Chooses a role from what a pool says and who came. Pure.
///
/// - Source: Amazon Cognito Developer Guide, "Role-based access control".
package struct RoleChooser: Sendable {
    private let pool: IdentityPool

    package init(for pool: IdentityPool) {
        self.pool = pool
    }

    /// - Parameters:
    ///   - isGuest: the identity came without a login.
    ///   - requested: the `CustomRoleArn` of the request. It never gives more than the choice without it.
    package func choose(isGuest: Bool, requested: String?) throws(RoleRefusal) -> RoleChoice {
        guard let role = isGuest ? pool.unauthenticatedRoleARN : pool.authenticatedRoleARN else {
            throw .noRole(guest: isGuest)
        }
        if let requested, !requested.utf8.elementsEqual(role.utf8) { throw .notEntitled(roleARN: requested) }
        return RoleChoice(roleARN: role, reason: isGuest ? .defaultForGuests : .defaultForAuthenticated)
    }
}
