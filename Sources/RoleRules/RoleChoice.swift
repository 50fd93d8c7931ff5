/// The role somebody gets, and why that one.
package struct RoleChoice: Sendable, Equatable {
    package let roleARN: String
    package let reason: Reason

    package enum Reason: Sendable, Equatable {
        /// A guest; the pool's role for guests.
        case defaultForGuests
        /// No mapping stands for the providers used; the pool's role for authenticated identities.
        case defaultForAuthenticated
    }
}

/// Why nobody gets a role.
package enum RoleRefusal: Error, Sendable, Equatable {
    /// The pool names none for this kind of identity.
    case noRole(guest: Bool)
    /// The client asked for a role that its logins do not entitle it to.
    case notEntitled(roleARN: String)
}
