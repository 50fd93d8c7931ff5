import Federation
import IdentityModel
import StrictJSON

struct ListRoleMappingActivations: AdminRoute {
    static let description = RouteDescription(
        "ListRoleMappingActivations", .get, "/pools/{poolId}/role-mappings/activations",
        "Lists which version came into force when, the last first.", query: [.limit, .cursor],
        answer: .ok(
            .page(
                of: .named(
                    "RoleMappingActivation",
                    .object([
                        .init("version", .integer(1...Int64.max)),
                        .optional("previous", .integer(1...Int64.max), "The one in force before."),
                        .init("author", .text(0...2_048)),
                        .init("source", .text(oneOf: RoleChange.Source.allCases.map(\.rawValue))),
                        .init("comment", .text()), .init("activatedAt", .text(.time)),
                    ])))))

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let page = try await Problem.mapping { () throws(RoleMappingRefusal) in
            try await mappings.activations(
                of: call.parameter("poolId"), limit: call.limit, from: call.cursor, by: call.caller)
        }
        return .page(page.rows, next: page.next) { activation, json in
            json.beginObject()
            json.member("version", activation.number)
            if let previous = activation.previous { json.member("previous", previous) }
            json.member("author", activation.change.author)
            json.member("source", activation.change.source.rawValue)
            json.member("comment", activation.change.comment)
            json.member("activatedAt", RFC3339.text(activation.activatedAt))
            json.endObject()
        }
    }
}
