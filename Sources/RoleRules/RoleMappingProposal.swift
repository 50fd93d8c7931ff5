import IdentityModel

/// A role mapping as `SetIdentityPoolRoles` brings it: each member may be missing.
package struct RoleMappingProposal: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case token = "Token"
        case rules = "Rules"
    }

    package var kind: Kind
    package var ambiguousRoleResolution: AmbiguousRoleResolution?
    /// Nil when there is no `RulesConfiguration`.
    package var rules: [RoleRule]?

    package init(_ kind: Kind, otherwise ambiguousRoleResolution: AmbiguousRoleResolution?, rules: [RoleRule]? = nil) {
        self.kind = kind
        self.ambiguousRoleResolution = ambiguousRoleResolution
        self.rules = rules
    }

    /// A mapping in the form in which it came.
    package init(_ mapping: RoleMapping) {
        switch mapping.source {
        case .token: self.init(.token, otherwise: mapping.ambiguousRoleResolution)
        case .rules(let rules): self.init(.rules, otherwise: mapping.ambiguousRoleResolution, rules: rules)
        case .ownForm: self.init(mapping.cognitoView)
        }
    }

    package static let mostRules = 25

    /// The mappings of one request, all of them admitted.
    ///
    /// Each check goes over all mappings, in the order of their keys, before the next begins.
    ///
    /// - Parameter keys: what mappings may be set for; see `IdentityPool.roleMappingKeys`.
    /// - Source: recorded answers put the key first; the order of the rest is ours.
    package static func admit(
        _ proposals: [String: RoleMappingProposal], keys: [String]
    ) throws(RoleMappingProblem) -> [String: RoleMapping] {
        let ordered = proposals.sorted { $0.key.precedesBytes(of: $1.key) }
        for (key, _) in ordered where !keys.contains(where: key.isSameBytes) { throw .keyNotConfigured(key) }
        for (key, proposal) in ordered where proposal.ambiguousRoleResolution == nil {
            throw .ambiguousRoleResolutionMissing(mapping: key)
        }
        for (key, proposal) in ordered {
            switch proposal.kind {
            case .token: if proposal.rules != nil { throw .rulesNotAllowed(mapping: key) }
            case .rules: if proposal.rules?.isEmpty ?? true { throw .rulesMissing(mapping: key) }
            }
        }
        for (key, proposal) in ordered where proposal.rules?.count ?? 0 > mostRules {
            throw .tooManyRules(mapping: key, limit: mostRules)
        }
        return proposals.compactMapValues { proposal in
            proposal.ambiguousRoleResolution.map { resolution in
                RoleMapping(proposal.kind == .token ? .token : .rules(proposal.rules ?? []), otherwise: resolution)
            }
        }
    }
}

/// Why mappings were not taken, in the order in which they are checked.
package enum RoleMappingProblem: Error, Sendable, Equatable {
    /// "(…) is not a valid RoleMapping ProviderName or is not a configured provider."
    case keyNotConfigured(String)
    case ambiguousRoleResolutionMissing(mapping: String)
    /// Type `Rules` without rules.
    case rulesMissing(mapping: String)
    /// Type `Token` with rules.
    case rulesNotAllowed(mapping: String)
    /// "The number of rules in the request exceeded 25."
    case tooManyRules(mapping: String, limit: Int)
    /// The pool's mapping is in Sluice's own form, and this would change it unseen.
    case ownForm(mapping: String)
    /// The marker of such a mapping, where there is none.
    case markerReserved(mapping: String)
}
