import IdentityModel
import RoleRules
import STS
import Storage

/// The role that somebody gets or is refused, and what the pool's shadow would have said.
struct RoleSelection: Sendable {
    /// The outcome, and all that led to it.
    let explanation: RoleExplanation
    /// The version of the role configuration that chose.
    let version: Int64
    /// Nil while the pool tries no other version.
    let shadow: ShadowOutcome?

    /// The shadow has no say: it is asked after the outcome is settled.
    init(
        for applicant: RoleApplicant, in known: KnownPool, requested: String?, _ circumstances: RuleCircumstances
    ) {
        let explanation = known.roles.explain(applicant, requested: requested, in: circumstances)
        self.explanation = explanation
        version = known.roleVersion
        shadow = known.shadow.map {
            $0.outcome(for: applicant, requested, circumstances, beside: RoleOutcome(explanation.outcome))
        }
    }
}

/// A version of the role configuration that is tried beside the one in force.
struct ShadowRoles: Sendable {
    let version: Int64
    let roles: RoleChooser

    init(_ shadow: PoolSnapshot.Shadow) {
        version = shadow.number
        roles = RoleChooser(
            authenticatedRoleARN: shadow.settings.authenticatedRoleARN,
            unauthenticatedRoleARN: shadow.settings.unauthenticatedRoleARN, mappings: shadow.settings.mappings)
    }

    func outcome(
        for applicant: RoleApplicant, _ requested: String?, _ circumstances: RuleCircumstances,
        beside actual: RoleOutcome
    ) -> ShadowOutcome {
        let outcome = RoleOutcome(
            Result { () throws(RoleRefusal) in
                try roles.choose(for: applicant, requested: requested, in: circumstances)
            })
        return ShadowOutcome(version: version, outcome: outcome, agrees: outcome == actual)
    }
}

/// What the version in the shadow would have said in an exchange; for its decision record.
package struct ShadowOutcome: Sendable, Equatable {
    package let version: Int64
    package let outcome: RoleOutcome
    /// Whether that is what came of the exchange.
    package let agrees: Bool

    package init(version: Int64, outcome: RoleOutcome, agrees: Bool) {
        self.version = version
        self.outcome = outcome
        self.agrees = agrees
    }
}

extension WebIdentity {
    /// With the tags that the rule gives, which win over those of the pool.
    func tagged(by choice: RoleChoice) throws(FederationError) -> WebIdentity {
        guard choice.tags != .none else { return self }
        do throws(PrincipalTagProblem) {
            let tags = try PrincipalTags(tags).overridden(by: choice.tags)
            return WebIdentity(
                pool: pool, identity: identity, methods: methods, tags: tags.values, tokenIssuedAt: tokenIssuedAt)
        } catch {
            throw .unusableTags(error.explanation)
        }
    }
}
