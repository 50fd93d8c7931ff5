import Federation
import RoleRules
import StrictJSON

struct ReplayRoleMappings: AdminRoute {
    static let description: RouteDescription = {
        let counts = RoleMappingAdministration.replayable
        var description = RouteDescription(
            "ReplayRoleMappings", .post, "/pools/{poolId}/role-mappings:replay",
            "Makes the last decisions again and tells which would come out otherwise. Issues nothing.",
            body: .json(
                .object(
                    RoleMappingDocument.candidate + [
                        .init(
                            "last", .integer(Int64(counts.lowerBound)...Int64(counts.upperBound)), "How many decisions."
                        )
                    ])),
            answer: .ok(
                .named(
                    "RoleReplay",
                    .object([
                        .optional("version", .integer()), .init("replayed", .integer()), .init("changed", .integer()),
                        .init(
                            "differences",
                            .list(
                                .object([
                                    .init("requestId", .text()), .init("time", .text(.time)),
                                    .optional("version", .integer(), "The one that decided."),
                                    .init("before", RoleMappingDocument.outcome),
                                    .init("after", RoleMappingDocument.outcome),
                                ]), count: 0...RoleMappingAdministration.mostDifferences)),
                    ]))))
        description.asksOnly = true
        return description
    }()

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let candidate = try RoleMappingDocument.candidate(call.body)
        let last = Int(call.body?.integer("last") ?? 0)
        let replay = try await Problem.mapping { () throws(RoleMappingRefusal) in
            try await mappings.replay(last: last, with: candidate, in: call.parameter("poolId"), by: call.caller)
        }
        return .json { json in
            json.beginObject()
            if let version = replay.version { json.member("version", version) }
            json.member("replayed", Int64(replay.replayed))
            json.member("changed", Int64(replay.changed))
            json.name("differences")
            json.beginArray()
            for difference in replay.differences {
                json.beginObject()
                json.member("requestId", difference.requestID)
                json.member("time", RFC3339.text(difference.time))
                if let version = difference.version { json.member("version", version) }
                json.name("before")
                difference.before.write(to: &json)
                json.name("after")
                difference.after.write(to: &json)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
    }
}
