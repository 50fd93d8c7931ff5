import Federation
import RoleRules
import StrictJSON

struct DiffRoleMappings: AdminRoute {
    private static let kinds = Schema.text(oneOf: ["added", "removed", "changed"])
    private static let change = Schema.named(
        "TextChange", .object([.optional("from", .text(0...2_048)), .optional("to", .text(0...2_048))]))

    private static let answer = Schema.named(
        "RoleMappingDiff",
        .object([
            .init("from", .integer()), .init("to", .integer()),
            .init(
                "defaultRoles", .object([.optional("authenticated", change), .optional("unauthenticated", change)])),
            .init(
                "mappings",
                .list(
                    .object([
                        .init("key", .text(0...2_048)), .init("kind", kinds), .optional("type", change),
                        .optional("otherwise", change),
                        .init(
                            "rules",
                            .list(
                                .object([
                                    .init("kind", .text(oneOf: ["added", "removed", "changed", "moved"])),
                                    .optional("from", .integer(), "Its place among the rules, from 0."),
                                    .optional("to", .integer()), .optional("old", .anything),
                                    .optional("new", .anything),
                                ]))),
                    ]))),
            .init("tests", .list(.object([.init("name", .text()), .init("kind", kinds)]))),
        ]))

    static let description = RouteDescription(
        "DiffRoleMappings", .get, "/pools/{poolId}/role-mappings:diff",
        "Tells what changes from one version to another, mapping by mapping and rule by rule.",
        query: [version("from", "The version to begin with."), version("to", "The version to come to.")],
        answer: .ok(answer))

    private static func version(_ name: String, _ summary: String) -> QueryParameter {
        var parameter = QueryParameter(name, .integer(1...Int64.max), summary)
        parameter.isRequired = true
        return parameter
    }

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let (from, to) = (Int64(call.integer("from") ?? 0), Int64(call.integer("to") ?? 0))
        let diff = try await Problem.mapping { () throws(RoleMappingRefusal) in
            try await mappings.diff(from: from, to: to, of: call.parameter("poolId"), by: call.caller)
        }
        return .json { json in
            json.beginObject()
            json.member("from", from)
            json.member("to", to)
            diff.writeMembers(to: &json)
            json.endObject()
        }
    }
}
