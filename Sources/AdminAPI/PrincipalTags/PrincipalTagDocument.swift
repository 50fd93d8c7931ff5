import Federation
import HTTPTypes
import IdentityModel
import RoleRules
import Storage
import StrictJSON

/// Which claims of a provider's logins become tags of the session, as the admin API shows and takes it.
enum PrincipalTagDocument {
    static let members: [Schema.Member] = [
        .optional(
            "usesDefaults", .boolean, "Two tags, `client` and `username`, in place of `claims`; false when not given."),
        .optional(
            "claims", .map(.text(1...256), keys: TextRule(length: 1...128, form: .tagText), count: 0...Tag.limit),
            "Names of claims by tag key."),
    ]

    static let input = Schema.named("PrincipalTagSettings", .object(members))
    static let output = Schema.named(
        "PrincipalTags",
        .object(
            [.init("provider", .text(0...2_048), "The key of a user pool or social provider, or an ARN.")] + members + [
                .init("claimNameBytes", .integer(0...Int64.max), "All names of claims together; 460 at most.")
            ]))

    static func write(_ provider: String, _ map: PrincipalTagMap, to json: inout JSONWriter) {
        json.beginObject()
        json.member("provider", provider)
        json.member("usesDefaults", map.usesDefaults)
        json.name("claims")
        json.map(map.claims)
        json.member("claimNameBytes", Int64(map.attributeNameBytes))
        json.endObject()
    }

    static func read(_ body: JSONNode) -> PrincipalTagMap {
        PrincipalTagMap(usesDefaults: body.flag("usesDefaults") ?? false, claims: body.textMap("claims") ?? [:])
    }
}

extension AdminAnswer {
    static func principalTags(_ snapshot: PoolSnapshot, _ provider: String) throws(Problem) -> AdminAnswer {
        guard let map = snapshot.pool.principalTagMaps[provider] else {
            throw Problem(FederationError.principalTagsNotFound(provider: provider))
        }
        return .json(tag: EntityTag(version: snapshot.version)) {
            PrincipalTagDocument.write(provider, map, to: &$0)
        }
    }
}
