import Federation
import HTTPTypes
import IAMPolicy
import IdentityModel
import Storage
import StrictJSON

/// What guests of a pool may do at most in the enhanced flow.
enum GuestSessionPolicyDocument {
    static let output = Schema.named(
        "GuestSessionPolicy",
        .object([
            .init(
                "policy", .nullable(HeldPoliciesDocument.policy),
                "A session policy; null for the built-in list of services."),
            .optional("builtInVersion", .text(), "Of the built-in list, while that counts."),
        ]))

    static let input = Schema.named(
        "GuestSessionPolicySettings", .object([.init("policy", .nullable(HeldPoliciesDocument.policy))]))
}

extension AdminAnswer {
    static func guestSessionPolicy(_ snapshot: PoolSnapshot) -> AdminAnswer {
        .json(tag: EntityTag(version: snapshot.version)) { json in
            json.beginObject()
            json.name("policy")
            if let policy = snapshot.pool.guestSessionPolicy {
                json.document(policy)
            } else {
                json.null()
                json.member("builtInVersion", "\(GuestScopeDown.standard.version)")
            }
            json.endObject()
        }
    }
}
