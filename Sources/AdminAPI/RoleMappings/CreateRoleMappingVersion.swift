import Federation
import StrictJSON

struct CreateRoleMappingVersion: AdminRoute {
    static let description = RouteDescription(
        "CreateRoleMappingVersion", .post, "/pools/{poolId}/role-mappings/versions",
        "Keeps a draft of the role configuration. Takes iam:PassRole on each role that it gives.",
        body: .json(
            .object([.init("configuration", RoleMappingDocument.configuration), RoleMappingDocument.comment])),
        answer: .created(RoleMappingDocument.version))

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        guard let node = call.body?["configuration"] else { throw .invalid([]) }
        let configuration = try RoleMappingDocument.configuration(node)
        let pool = call.parameter("poolId")
        let draft = try await Problem.mapping(configurationAt: "/configuration") { () throws(RoleMappingRefusal) in
            try await mappings.createDraft(
                configuration, in: pool, comment: call.body?.text("comment") ?? "", by: call.caller)
        }
        return .roleMappings(draft, newIn: pool)
    }
}
