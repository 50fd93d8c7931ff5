import Federation

/// Takes no `If-Match`: a version never changes.
struct DeleteRoleMappingVersion: AdminRoute {
    static let description = RouteDescription(
        "DeleteRoleMappingVersion", .delete, "/pools/{poolId}/role-mappings/versions/{version}",
        "Deletes a draft.", answer: .none)

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let number = try call.requiredVersion()
        try await Problem.mapping { () throws(RoleMappingRefusal) in
            try await mappings.deleteDraft(number, of: call.parameter("poolId"), by: call.caller)
        }
        return .noContent
    }
}
