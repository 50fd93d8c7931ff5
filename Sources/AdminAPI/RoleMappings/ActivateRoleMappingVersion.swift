import Federation
import StrictJSON

struct ActivateRoleMappingVersion: AdminRoute {
    static let description = RouteDescription(
        "ActivateRoleMappingVersion", .post, "/pools/{poolId}/role-mappings/versions/{version}:activate",
        "Puts a version in force, when its test cases hold. If-Match names the one in force before. Takes iam:PassRole on each role that it gives.",
        body: .json(.object([RoleMappingDocument.comment])), answer: .ok(RoleMappingDocument.version),
        needsPrecondition: true)

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let number = try call.requiredVersion()
        let expected = try call.expectedVersion()
        return .roleMappings(
            try await Problem.mapping { () throws(RoleMappingRefusal) in
                try await mappings.activate(
                    number, of: call.parameter("poolId"), expecting: expected,
                    comment: call.body?.text("comment") ?? "", by: call.caller)
            })
    }
}
