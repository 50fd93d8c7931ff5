import HTTPTypes
import IdentityModel
import STS
import StrictJSON

/// Revoking again only moves the moment on, so nobody's change is lost and no ETag is asked for.
struct RevokeSessions: AdminRoute {
    static let description = RouteDescription.readFirst(
        RouteDescription(
            "RevokeSessions", .post, "/session-revocations",
            "Ends all sessions of an account, pool, identity, login, role or user that have begun, or a single one.",
            body: .json(RevocationDocument.input), answer: .created(RevocationDocument.output)))

    let administration: RevocationAdministration

    func resource(of call: AdminCall) -> AdminResource {
        RevocationAdministration.resource(call.body?.text("kind") ?? "", call.body?.text("target") ?? "")
    }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let body = try call.json()
        let scope = try await administration.scope(
            body.text("kind") ?? "", body.text("target") ?? "", at: .body(pointer: "/target"))
        let made = try await administration.settled { () throws(RevocationError) in
            try await administration.revocations.revoke(
                scope, before: body.text("before").flatMap(RFC3339.date), by: call.caller.arn,
                reason: body.text("reason") ?? "")
        }
        let target = PercentEncoding.encode(made.scope.target)
        return .json(.created, location: "/session-revocations/\(made.scope.kind.rawValue)/\(target)") {
            RevocationDocument.write(made, to: &$0)
        }
    }
}
