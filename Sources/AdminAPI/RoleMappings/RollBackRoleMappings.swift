import Federation
import StrictJSON

struct RollBackRoleMappings: AdminRoute {
    static let description = RouteDescription(
        "RollBackRoleMappings", .post, "/pools/{poolId}/role-mappings:rollback",
        "Puts a former version in force again: the one before the present one, unless another is named. Takes iam:PassRole on each role that it gives.",
        body: .json(
            .object([
                .optional("version", .integer(1...Int64.max), "A version that was in force."),
                RoleMappingDocument.comment,
            ])), answer: .ok(RoleMappingDocument.version), needsPrecondition: true)

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let expected = try call.expectedVersion()
        return .roleMappings(
            try await Problem.mapping { () throws(RoleMappingRefusal) in
                try await mappings.rollBack(
                    to: call.body?.integer("version"), of: call.parameter("poolId"), expecting: expected,
                    comment: call.body?.text("comment") ?? "", by: call.caller)
            })
    }
}
