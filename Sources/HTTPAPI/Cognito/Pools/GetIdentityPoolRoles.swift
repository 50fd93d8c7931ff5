import Federation
import IdentityModel
import RoleRules
import STS
import StrictJSON

/// - Source: Amazon Cognito Identity API Reference, `GetIdentityPoolRoles`.
struct GetIdentityPoolRoles: SignedOperation {
    static let action = "GetIdentityPoolRoles"
    let pools: PoolAdministration

    func run(_ pool: String, by caller: RecognisedCaller) async throws(FederationError) -> Output {
        Output(pool: try await pools.describe(pool, by: caller))
    }

    typealias Input = PoolInput

    struct Output: OperationOutput {
        let pool: IdentityPool

        func write(to json: inout JSONWriter) {
            json.beginObject()
            json.member("IdentityPoolId", "\(pool.id)")
            if !pool.roleMappings.isEmpty {
                json.name("RoleMappings")
                json.beginObject()
                for (key, mapping) in pool.roleMappings.sorted(by: { $0.key < $1.key }) {
                    json.name(key)
                    Self.write(mapping, to: &json)
                }
                json.endObject()
            }
            json.name("Roles")
            var roles: [String: String] = [:]
            roles["authenticated"] = pool.authenticatedRoleARN
            roles["unauthenticated"] = pool.unauthenticatedRoleARN
            json.map(roles)
            json.endObject()
        }

        private static func write(_ mapping: RoleMapping, to json: inout JSONWriter) {
            let shown = RoleMappingProposal(mapping)
            json.beginObject()
            json.member("AmbiguousRoleResolution", mapping.ambiguousRoleResolution.rawValue)
            if let rules = shown.rules {
                json.name("RulesConfiguration")
                json.beginObject()
                json.name("Rules")
                json.beginArray()
                for rule in rules {
                    json.map([
                        "Claim": rule.claim, "MatchType": rule.match.rawValue, "RoleARN": rule.roleARN,
                        "Value": rule.value,
                    ])
                }
                json.endArray()
                json.endObject()
            }
            json.member("Type", shown.kind.rawValue)
            json.endObject()
        }
    }
}
