import IdentityModel

/// What clients of Cognito's API see in place of a mapping that its form has no words for: one rule that nobody would
/// write, so that whoever reads mappings and writes them back leaves it alone.
///
/// DIVERGES: Cognito has no such mappings; see `docs/divergences.md`.
package enum OwnFormMarker {
    /// The claim of that rule. Its value is the version that the mapping came with.
    package static let claim = "sluice:own-form"
    /// Stands for the roles of a mapping that this release cannot read.
    private static let unreadable = "arn:aws:iam::000000000000:role/unreadable"

    fileprivate static func rule(for own: OwnFormMapping, of document: MappingDocument) -> RoleRule {
        RoleRule(claim, .equals, "\(own.version)", gives: document.roleARNs.first ?? unreadable)
    }
}

extension RoleMapping {
    /// As clients of Cognito's API see it.
    package var cognitoView: RoleMapping {
        guard case .ownForm(let own) = source else { return self }
        return RoleMapping(
            .rules([OwnFormMarker.rule(for: own, of: MappingDocument(self))]), otherwise: ambiguousRoleResolution)
    }

    package var isOwnForm: Bool {
        if case .ownForm = source { true } else { false }
    }
}

extension RoleMappingProposal {
    var hasMarker: Bool { rules?.contains { $0.claim.isSameBytes(as: OwnFormMarker.claim) } ?? false }

    /// Parts what a client may set from what it has to leave alone.
    ///
    /// - Parameters:
    ///   - proposals: the mappings of a request, all that there shall be.
    ///   - current: those that the pool has.
    /// - Returns: the proposals in Cognito's form, and the mappings that stay as they are.
    package static func part(
        _ proposals: [String: RoleMappingProposal], from current: [String: RoleMapping]
    ) throws(RoleMappingProblem) -> (open: [String: RoleMappingProposal], kept: [String: RoleMapping]) {
        let kept = current.filter { $0.value.isOwnForm }
        for (key, mapping) in kept.sorted(by: { $0.key.precedesBytes(of: $1.key) }) {
            let marker = RoleMappingProposal(mapping)
            guard proposals.first(where: { $0.key.isSameBytes(as: key) })?.value == marker else {
                throw .ownForm(mapping: key)
            }
        }
        let open = proposals.filter { proposal in !kept.contains { $0.key.isSameBytes(as: proposal.key) } }
        for (key, proposal) in open.sorted(by: { $0.key.precedesBytes(of: $1.key) }) where proposal.hasMarker {
            throw .markerReserved(mapping: key)
        }
        return (open, kept)
    }
}
