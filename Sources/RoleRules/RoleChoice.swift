/// The role somebody gets, and why that one.
package struct RoleChoice: Sendable, Equatable {
    package let roleARN: String
    package let reason: Reason
    /// How long the session lasts, when the rule says so.
    package let sessionSeconds: Int?
    /// Tags that the rule gives to the session; they win over those of the pool.
    package let tags: PrincipalTags

    package init(
        _ roleARN: String, because reason: Reason, sessionSeconds: Int? = nil, tags: PrincipalTags = .none
    ) {
        self.roleARN = roleARN
        self.reason = reason
        self.sessionSeconds = sessionSeconds
        self.tags = tags
    }

    /// Mappings are named by their key.
    package enum Reason: Sendable, Equatable {
        /// A guest; the pool's role for guests.
        case defaultForGuests
        /// No mapping stands for the providers used; the pool's role for authenticated identities.
        case defaultForAuthenticated
        /// Vouched for by the pool's developer provider, whose users get the role for authenticated identities.
        case developerProvider
        /// `cognito:preferred_role`.
        case preferredRole(mapping: String)
        /// The only one in `cognito:roles`.
        case onlyRole(mapping: String)
        /// Asked for, and one of `cognito:roles`.
        case requestedRole(mapping: String)
        /// The first rule that matches; with a request, the first that matches and gives that role. Rules count from 0.
        case rule(mapping: String, index: Int, name: String?, isRequested: Bool)
        /// The mapping led to no single role and says that the role for authenticated identities is then given.
        case ambiguous(mapping: String, Ambiguity)
        /// One of the roles in a SAML assertion.
        case asserted(provider: String, AssertedRole)
    }

    package enum AssertedRole: Sendable, Equatable {
        case only, requested
        /// There are several, and nothing says which.
        case first
    }
}

/// Why a mapping led to no single role.
package enum Ambiguity: String, Sendable, CaseIterable {
    case noRuleMatches
    case tokenNamesNoRole
    /// And prefers none.
    case tokenNamesSeveralRoles
}

/// Why nobody gets a role.
package enum RoleRefusal: Error, Sendable, Equatable {
    /// The pool names none for this kind of identity.
    case noRole(guest: Bool)
    /// The client asked for a role that its logins do not entitle it to.
    case notEntitled(roleARN: String, Entitlement)
    /// The mapping of that key led to no single role, and says that nobody gets one then.
    case ambiguous(mapping: String, Ambiguity)
    /// The rule that matches gives tags that no session may bear.
    case tagsNotAllowed(mapping: String, index: Int, PrincipalTagProblem)

    /// What the client could have asked for.
    package enum Entitlement: Sendable, Equatable {
        /// The pool's role for guests.
        case guest
        /// The pool's role for authenticated identities: no mapping stands for the providers used.
        case authenticated
        /// The pool's role for authenticated identities: the developer provider vouches for the user.
        case developer
        /// Those that the token names.
        case token(mapping: String)
        /// Those of rules that match.
        case rules(mapping: String)
        /// Those that a SAML assertion names.
        case assertion(provider: String)
    }
}
