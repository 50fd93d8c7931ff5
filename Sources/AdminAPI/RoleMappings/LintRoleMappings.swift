import Federation
import RoleRules
import StrictJSON

struct LintRoleMappings: AdminRoute {
    static let description: RouteDescription = {
        var description = RouteDescription(
            "LintRoleMappings", .post, "/pools/{poolId}/role-mappings:lint",
            "Tells what of a configuration opens doors, shuts out whom it was meant for, or does nothing.",
            body: .json(.object(RoleMappingDocument.candidate)),
            answer: .ok(
                .object([
                    .init(
                        "findings",
                        .list(
                            .named(
                                "RoleFinding",
                                .object([
                                    .init("code", .text(oneOf: RoleFinding.Code.allCases.map(\.rawValue))),
                                    .init("severity", .text(oneOf: RoleFinding.Severity.allCases.map(\.rawValue))),
                                    .init("place", .text(0...100_000), "A JSON pointer into the configuration."),
                                    .init("text", .text(0...100_000)),
                                ])), count: 0...100_000))
                ])))
        description.asksOnly = true
        return description
    }()

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let candidate = try RoleMappingDocument.candidate(call.body)
        let findings = try await Problem.mapping { () throws(RoleMappingRefusal) in
            try await mappings.lint(candidate, in: call.parameter("poolId"), by: call.caller)
        }
        return .json { json in
            json.beginObject()
            json.name("findings")
            json.beginArray()
            for finding in findings { finding.write(to: &json) }
            json.endArray()
            json.endObject()
        }
    }
}
