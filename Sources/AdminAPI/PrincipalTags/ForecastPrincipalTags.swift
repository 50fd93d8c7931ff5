import Federation
import IdentityModel
import RoleRules
import STS
import StrictJSON

import struct Foundation.Date

/// Nothing is issued and nothing is kept.
struct ForecastPrincipalTags: AdminRoute {
    static let description = RouteDescription.asking(
        RouteDescription(
            "ForecastPrincipalTags", .post, "/pools/{poolId}/principal-tags/{provider}:forecast",
            "Tells which tags a login with such claims would bear, and how much room they take.",
            body: .json(
                .named(
                    "PrincipalTagForecastRequest",
                    .object([
                        .init("claims", .map(.anything), "As the provider's token has them."),
                        .optional("map", PrincipalTagDocument.input, "To be tried in place of the provider's map."),
                        .optional("subject", .text(0...1_024), "`sub` of the claims when not given."),
                        .optional("audience", .text(0...1_024), "`aud` of the claims when not given."),
                    ]))),
            answer: .ok(
                .named(
                    "PrincipalTagForecast",
                    .object([
                        .init("tags", .map(.text(0...256), count: 0...Tag.limit)),
                        .init("keyBytes", .integer(0...Int64.max)), .init("valueBytes", .integer(0...Int64.max)),
                        .init("claimBytes", .integer(0...Int64.max), "The claim in our own token, name and all."),
                        .init(
                            "exceedsPublishedLimit", .boolean,
                            "Whether the values take more than the 460 bytes that AWS publishes."),
                        .init(
                            "packedPercent", .integer(0...Int64.max),
                            "Of the space for a session token, as PackedPolicySize tells it; above 100 it is refused."),
                        .init("canBeIssued", .boolean),
                        .optional("problem", .text(0...4_096), "Why a session could not bear the tags."),
                    ])))))

    let pools: PoolAdministration
    let mint: SessionMint

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let body = try call.json()
        guard let claims = body["claims"],
            let document = try? JSONDocument(claims.compact, limits: .request)
        else { throw .invalid(.body(pointer: "/claims"), "is missing") }
        let login = PrincipalTagForecast.Login(
            claims: Claims(document), subject: body.text("subject") ?? claims.text("sub") ?? "",
            audience: body.text("audience") ?? claims.text("aud") ?? "")
        let forecast = try await Problem.telling { () throws(FederationError) in
            try await pools.forecast(
                login, of: call.parameter("poolId"), provider: call.parameter("provider"),
                with: body["map"].map(PrincipalTagDocument.read), mint: mint, by: call.caller, at: Date())
        }
        return .json { json in
            let size = forecast.tags.size
            json.beginObject()
            json.name("tags")
            json.map(forecast.tags.values)
            json.member("keyBytes", Int64(size.keyBytes))
            json.member("valueBytes", Int64(size.valueBytes))
            json.member("claimBytes", Int64(size.claimBytes))
            json.member("exceedsPublishedLimit", size.exceedsPublishedLimit)
            json.member("packedPercent", Int64(forecast.packedPercent))
            json.member("canBeIssued", forecast.canBeIssued)
            if let problem = forecast.problem { json.member("problem", problem) }
            json.endObject()
        }
    }
}
