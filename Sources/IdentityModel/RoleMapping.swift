/// How a pool chooses a role for whoever comes with a login of one provider.
///
/// A pool keeps these by mapping key: the `Logins` key of a social provider, `USERPOOL:CLIENTID` for an app client of a
/// user pool, and the ARN of an OpenID Connect or SAML provider.
///
/// - Source: Amazon Cognito Identity API Reference, `RoleMapping`.
package struct RoleMapping: Sendable, Equatable {
    package var source: Source
    package var ambiguousRoleResolution: AmbiguousRoleResolution

    package init(_ source: Source, otherwise ambiguousRoleResolution: AmbiguousRoleResolution) {
        self.source = source
        self.ambiguousRoleResolution = ambiguousRoleResolution
    }

    /// The mapping's `Type`.
    package enum Source: Sendable, Equatable {
        /// The token names its roles in `cognito:roles` and `cognito:preferred_role`.
        case token
        /// The first rule that matches, in the order given. At most 25.
        case rules([RoleRule])
        /// More than Cognito's form has words for. Clients of its API see a marker in place of it.
        case ownForm(OwnFormMapping)
    }
}

/// What happens when a mapping does not lead to one role. The raw values are the API's own words.
package enum AmbiguousRoleResolution: String, Sendable, CaseIterable {
    /// The pool's role for authenticated identities.
    case authenticatedRole = "AuthenticatedRole"
    case deny = "Deny"
}
