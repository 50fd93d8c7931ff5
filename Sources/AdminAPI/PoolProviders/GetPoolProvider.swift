import Federation

struct GetPoolProvider: AdminRoute {
    static let description = RouteDescription(
        "GetPoolProvider", .get, "/pools/{poolId}/providers/{provider}",
        "Shows what a pool has registered at one provider. The ETag is that of the pool.",
        answer: .ok(PoolProviderDocument.output))

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await .poolProvider(pools, call)
    }
}

extension AdminAnswer {
    static func poolProvider(_ pools: PoolAdministration, _ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let key = call.parameter("provider")
        let providers = try await Problem.telling { () throws(FederationError) in
            try await pools.providers(of: call.parameter("poolId"), by: call.caller)
        }
        guard let found = providers.list.first(where: { $0.key.utf8.elementsEqual(key.utf8) }) else {
            throw .notFound("The pool has no such provider.")
        }
        return .json(tag: EntityTag(version: providers.version)) {
            PoolProviderDocument.write(found.key, found.registration, to: &$0)
        }
    }
}
