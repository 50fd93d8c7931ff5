import Federation

struct GetRoleMappingVersion: AdminRoute {
    static let description = RouteDescription(
        "GetRoleMappingVersion", .get, "/pools/{poolId}/role-mappings/versions/{version}",
        "Shows one version of the role configuration.", answer: .ok(RoleMappingDocument.version))

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let number = try call.requiredVersion()
        return .roleMappings(
            try await Problem.mapping { () throws(RoleMappingRefusal) in
                try await mappings.read(number, of: call.parameter("poolId"), by: call.caller)
            })
    }
}
