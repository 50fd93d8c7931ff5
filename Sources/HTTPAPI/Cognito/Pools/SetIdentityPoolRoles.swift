import Federation
import IdentityModel
import RoleRules
import STS

/// Sets which roles a pool gives. Takes `iam:PassRole` on each of them besides.
///
/// - Source: Amazon Cognito Identity API Reference, `SetIdentityPoolRoles`.
struct SetIdentityPoolRoles: SignedOperation {
    static let action = "SetIdentityPoolRoles"
    let pools: PoolAdministration

    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> NoOutput {
        try await pools.setRoles(
            of: request.pool, authenticated: request.roles["authenticated"],
            unauthenticated: request.roles["unauthenticated"], mappings: request.mappings, by: caller)
        return NoOutput()
    }
}

extension SetIdentityPoolRoles {
    struct Input: SignedInput {
        let identityPoolID: String?
        let roles: MapMember<String>?
        let mappings: MapMember<RoleMappingMember>?

        init(_ members: RequestMembers) throws(WireError) {
            identityPoolID = try members.text("IdentityPoolId")
            roles = try members.map("Roles")
            mappings = try members.structureMap("RoleMappings", RoleMappingMember.init)
        }

        var resource: PermissionResource { .pool(identityPoolID) }

        func checked() throws(Violations) -> Request {
            var violations = Violations()
            let pool = violations.required(identityPoolID, .identityPoolID, at: "identityPoolId")
            let roles = violations.requiredMap(roles, keys: .roleType, values: .arn, at: "roles", limit: 2)
            let mappings = mappings.map { checked($0, &violations) }
            try violations.refuse()
            return Request(pool: pool, roles: roles, mappings: mappings)
        }

        private func checked(
            _ member: MapMember<RoleMappingMember>, _ violations: inout Violations
        ) -> [String: RoleMappingProposal] {
            let path = "roleMappings"
            if member.entries.count > 10 { violations.add(.maximumLength(10), at: path, value: .withheld) }
            if !member.entries.allSatisfy({ TextShape.providerName.admits($0.key) }) {
                violations.add(.mapKeys(TextShape.providerName.constraints), at: path, value: .withheld)
            }
            var proposals: [String: RoleMappingProposal] = [:]
            for (key, mapping) in member.entries {
                guard let mapping else {
                    violations.add(.mapValues([.notNull]), at: path, value: .withheld)
                    continue
                }
                proposals[key] = mapping.proposal(&violations, at: "\(path).\(key).member")
            }
            return proposals
        }

        func note(in record: inout AccessRecord) { record.poolID = identityPoolID }

        struct Request {
            let pool: String
            let roles: [String: String]
            let mappings: [String: RoleMappingProposal]?
        }
    }
}
