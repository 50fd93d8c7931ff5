import Federation

struct GetRoleMappings: AdminRoute {
    static let description = RouteDescription(
        "GetRoleMappings", .get, "/pools/{poolId}/role-mappings",
        "Shows the role configuration in force. Its ETag is what a change of it wants back.",
        answer: .ok(RoleMappingDocument.version))

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        .roleMappings(
            try await Problem.mapping { () throws(RoleMappingRefusal) in
                try await mappings.read(nil, of: call.parameter("poolId"), by: call.caller)
            })
    }
}
