import IdentityModel
import STS

struct LiftSessionRevocation: AdminRoute {
    static let description = {
        var description = RouteDescription(
            "LiftSessionRevocation", .delete, "/session-revocations/{kind}/{target}",
            "Takes a revocation back: sessions that it ended, and that have not ended otherwise, are good again.",
            answer: .none)
        description.people = ["target"]
        return description
    }()

    let administration: RevocationAdministration

    func resource(of call: AdminCall) -> AdminResource {
        RevocationAdministration.resource(call.parameter("kind"), call.parameter("target"))
    }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let scope = try await administration.scope(
            call.parameter("kind"), call.parameter("target"), at: .parameter("target"))
        let isLifted = try await administration.settled { () throws(RevocationError) in
            try await administration.revocations.lift(scope)
        }
        guard isLifted else { throw .notFound("There is no such revocation.") }
        return .noContent
    }
}
