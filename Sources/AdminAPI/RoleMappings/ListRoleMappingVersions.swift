import Federation

struct ListRoleMappingVersions: AdminRoute {
    static let description = RouteDescription(
        "ListRoleMappingVersions", .get, "/pools/{poolId}/role-mappings/versions",
        "Lists the versions of the role configuration, the newest first.", query: [.limit, .cursor],
        answer: .ok(.page(of: RoleMappingDocument.summary)))

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let page = try await Problem.mapping { () throws(RoleMappingRefusal) in
            try await mappings.list(
                of: call.parameter("poolId"), limit: call.limit, from: call.cursor, by: call.caller)
        }
        return .page(page.rows, next: page.next) { RoleMappingDocument.write($0, to: &$1) }
    }
}
