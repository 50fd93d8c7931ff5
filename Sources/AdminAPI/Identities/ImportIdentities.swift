import Federation
import HTTPTypes
import StrictJSON

/// A body has the limit of all bodies; a longer archive comes in several, cut between lines.
struct ImportIdentities: AdminRoute {
    static let description = RouteDescription(
        "ImportIdentities", .post, "/pools/{poolId}/identities:import",
        "Brings identities in with their ids, from JSON Lines. Ends at the first line that is wrong; what came before "
            + "stays, and the same lines can be sent again.",
        query: [
            QueryParameter(
                "conflicts", .text(TextRule(oneOf: ["refuse", "skip"])),
                "What to do with a line that meets somebody who is there; refuse ends the import."),
            QueryParameter("dryRun", .boolean, "Judges every line and writes nothing."),
            QueryParameter(
                "fromRegion", .text(TextRule(length: 1...55)), "The region of the ids, when it is not the pool's."),
        ], body: .bytes(contentType: "application/jsonl"), answer: .ok(ImportDocument.report))

    let identities: IdentityAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let options = IdentityImport.Options(
            skipsConflicts: call.text("conflicts") == "skip", isDryRun: call.flag("dryRun") ?? false,
            fromRegion: call.text("fromRegion"))
        let report = try await Problem.telling { () throws(FederationError) in
            var underWay = try await identities.beginImport(
                into: call.parameter("poolId"), options, by: call.caller)
            try await underWay.take(call.bytes)
            return try await underWay.finish()
        }
        if let stopped = Problem(stopping: report) { throw stopped }
        return .json { ImportDocument.write(report, to: &$0) }
    }
}
