import Federation
import HTTPTypes
import RoleRules
import StrictJSON

/// A version that is tried beside the one in force: every exchange asks both, and obeys the one in force.
private let path = "/pools/{poolId}/role-mappings/shadow"

struct GetRoleMappingShadow: AdminRoute {
    static let description = RouteDescription(
        "GetRoleMappingShadow", .get, path,
        "Shows which version is tried beside the one in force, and how often they agreed since.",
        answer: .ok(
            .named(
                "RoleMappingShadow",
                .object([
                    .init("version", .integer(1...Int64.max)), .init("since", .text(.time)),
                    .init("agreed", .integer(0...Int64.max)), .init("differed", .integer(0...Int64.max)),
                ]))))

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let report = try await Problem.mapping { () throws(RoleMappingRefusal) in
            try await mappings.shadow(of: call.parameter("poolId"), by: call.caller)
        }
        guard let report else { throw Problem(.notFound, "no-shadow", "No version is in the shadow.") }
        return .json(tag: EntityTag(version: report.version)) { json in
            json.beginObject()
            json.member("version", report.version)
            json.member("since", RFC3339.text(report.since))
            json.member("agreed", report.tally.agreed)
            json.member("differed", report.tally.differed)
            json.endObject()
        }
    }
}

/// Takes no `If-Match`: whichever version was tried before, this one is from now on, and nobody gets another role by it.
struct SetRoleMappingShadow: AdminRoute {
    static let description = RouteDescription(
        "SetRoleMappingShadow", .put, path, "Tries a version beside the one in force from now on.",
        body: .json(.object([.init("version", .integer(1...Int64.max))])), answer: .none)

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await Problem.mapping { () throws(RoleMappingRefusal) in
            try await mappings.setShadow(
                call.body?.integer("version"), of: call.parameter("poolId"), by: call.caller)
        }
        return .noContent
    }
}

struct DeleteRoleMappingShadow: AdminRoute {
    static let description = RouteDescription(
        "DeleteRoleMappingShadow", .delete, path, "Ends the trial; the version stays.", answer: .none)

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        try await Problem.mapping { () throws(RoleMappingRefusal) in
            try await mappings.setShadow(nil, of: call.parameter("poolId"), by: call.caller)
        }
        return .noContent
    }
}
