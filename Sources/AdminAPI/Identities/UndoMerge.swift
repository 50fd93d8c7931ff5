import Federation
import Storage
import StrictJSON

struct UndoMerge: AdminRoute {
    static let description = RouteDescription(
        "UndoMerge", .post, "/pools/{poolId}/merges/{mergeId}:undo",
        "Parts what a merge united: the logins that moved go back. What was linked since stays.",
        answer: .ok(
            .named(
                "UndoneMerge",
                .object([
                    .init("survivor", .text(.identityID)), .init("absorbed", .text(.identityID)),
                    .init("movedLogins", .integer(0...Int64.max)),
                    .init("restoredLogins", .integer(0...Int64.max), "Those that were not unlinked meanwhile."),
                ]))))

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let undone = try await Problem.telling { () throws(FederationError) in
            try await identities.undo(
                merge: call.parameter("mergeId"), in: call.parameter("poolId"), by: call.caller)
        }
        guard let pool = call.poolID else { throw .notFound("There is no such pool.") }
        return .json { json in
            json.beginObject()
            json.member("survivor", pool.identity(undone.merge.survivor))
            json.member("absorbed", pool.identity(undone.merge.absorbed))
            json.member("movedLogins", Int64(undone.merge.moved))
            json.member("restoredLogins", Int64(undone.restored))
            json.endObject()
        }
    }
}
