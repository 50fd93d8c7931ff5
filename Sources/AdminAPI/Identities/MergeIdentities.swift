import Federation
import IdentityModel
import Storage
import StrictJSON

import struct Foundation.UUID

struct MergeIdentities: AdminRoute {
    static let description = RouteDescription(
        "MergeIdentities", .post, "/pools/{poolId}/identities/{identityId}:merge",
        "Gives every login of another identity to this one. The other's id leads here afterwards; it can be undone.",
        body: .json(MergeDocument.input), answer: .ok(MergeDocument.done), needsPrecondition: true)

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let merged = try await Problem.telling { () throws(FederationError) in
            try await identities.merge(
                call.body?.text("absorb") ?? "", into: call.parameter("identityId"), in: call.parameter("poolId"),
                expecting: call.expectation, by: call.caller)
        }
        guard let pool = call.poolID else { throw .notFound("There is no such pool.") }
        return .json(tag: .identity(merged.survivor.revision)) { json in
            json.beginObject()
            json.member("mergeId", merged.merge.text)
            json.name("identity")
            IdentityDocument.write(merged.survivor, in: pool, to: &json)
            json.endObject()
        }
    }
}
