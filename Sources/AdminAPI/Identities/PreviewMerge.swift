import Federation

struct PreviewMerge: AdminRoute {
    static let description: RouteDescription = {
        var description = RouteDescription(
            "PreviewMerge", .post, "/pools/{poolId}/identities/{identityId}:previewMerge",
            "Shows what a merge would do now, and what stands against it. Changes nothing.",
            body: .json(MergeDocument.input), answer: .ok(MergeDocument.preview))
        description.asksOnly = true
        return description
    }()

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let plan = try await Problem.telling { () throws(FederationError) in
            try await identities.previewMerge(
                of: call.body?.text("absorb") ?? "", into: call.parameter("identityId"),
                in: call.parameter("poolId"), by: call.caller)
        }
        guard let pool = call.poolID else { throw .notFound("There is no such pool.") }
        return .json { MergeDocument.write(plan, in: pool, to: &$0) }
    }
}
