import Federation

/// Roles, role mappings and principal tags have places of their own and stay as they are.
struct UpdatePool: AdminRoute {
    static let description = RouteDescription(
        "UpdatePool", .put, "/pools/{poolId}",
        "Replaces the settings of a pool; what is not given is set back, but for tags, which stay.",
        body: .json(PoolDocument.input), answer: .ok(PoolDocument.output), needsPrecondition: true)

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        guard let body = call.body else { throw .invalid([]) }
        let id = call.parameter("poolId")
        let changed = try await Problem.telling { () throws(FederationError) in
            _ = try await pools.update(
                id, to: PoolDocument.settings(body), tags: body.textMap("tags"), by: call.caller,
                onlyOn: { call.precondition?.admits(version: $0) ?? true })
            return try await pools.snapshot(id, by: call.caller)
        }
        return .pool(changed)
    }
}
