import AccessManagement
import HTTPTypes
import IAMPolicy
import IdentityModel
import StrictJSON

/// A role with its policies, as the admin API shows and takes it: one document, written as one.
enum RoleDocument {
    private static let settings: [Schema.Member] =
        [
            .init("trustPolicy", HeldPoliciesDocument.policy, "Who may wear it."),
            .optional("description", .text(TextRule(length: 0...1_000, form: .description))),
            .optional("maxSessionSeconds", .integer(3_600...43_200), "3600 when not given."),
        ] + HeldPoliciesDocument.members

    private static let names: [Schema.Member] = [
        .init("name", .text(TextRule(length: 1...EntityName.longestRole, form: .entityName)), "Unique in any case."),
        .optional("path", .text(TextRule(length: 1...512, form: .path)), "`/` when not given. It stays."),
    ]

    static let input = Schema.named("RoleSettings", .object(settings))
    static let new = Schema.named("NewRole", .object(names + settings))
    static let output = Schema.named(
        "Role",
        .object(
            [.init("id", .text()), .init("arn", .text(0...2_048)), .init("createdAt", .text(.time))] + names
                + settings))

    static let summary = Schema.named(
        "RoleSummary",
        .object([
            .init("name", .text()), .init("id", .text()), .init("arn", .text(0...2_048)), .init("path", .text()),
            .init("maxSessionSeconds", .integer()), .optional("description", .text()),
            .init("createdAt", .text(.time)), .init("tags", HeldPoliciesDocument.tags),
        ]))

    static func write(_ whole: WholeRole, to json: inout JSONWriter) {
        let role = whole.role
        json.beginObject()
        json.member("id", role.id.rawValue)
        json.member("arn", role.arn)
        json.member("name", role.name)
        json.member("path", role.path)
        json.member("createdAt", RFC3339.text(role.createdAt))
        json.name("trustPolicy")
        json.document(role.trustPolicy)
        if let description = role.description { json.member("description", description) }
        json.member("maxSessionSeconds", Int64(role.maxSessionSeconds))
        HeldPoliciesDocument.write(whole.policies, role.tags, to: &json)
        json.endObject()
    }

    static func writeSummary(_ role: RoleDetails, to json: inout JSONWriter) {
        json.beginObject()
        json.member("name", role.name)
        json.member("id", role.id.rawValue)
        json.member("arn", role.arn)
        json.member("path", role.path)
        json.member("maxSessionSeconds", Int64(role.maxSessionSeconds))
        if let description = role.description { json.member("description", description) }
        json.member("createdAt", RFC3339.text(role.createdAt))
        json.name("tags")
        json.tags(role.tags)
        json.endObject()
    }

    static func tag(_ whole: WholeRole) -> EntityTag {
        var json = JSONWriter(capacity: 4_096)
        write(whole, to: &json)
        return EntityTag(of: json.bytes)
    }

    /// - Throws: every mistake in the documents and tags, each with its place.
    static func read(
        _ body: JSONNode, name: String, path: String = "/"
    ) throws(Problem) -> (role: Roles.New, policies: HeldPolicies) {
        var reading = PolicyReading()
        let trustPolicy = reading.trustPolicy(body["trustPolicy"], at: "/trustPolicy")
        let policies = reading.held(body, within: .inlineOfRole(name))
        let tags = reading.tags(body)
        try reading.refuse()
        return (
            Roles.New(
                name: name, path: path, trustPolicy: trustPolicy, description: body.text("description"),
                maxSessionSeconds: Int(body.integer("maxSessionSeconds") ?? 3_600), tags: tags), policies
        )
    }
}

extension AdminAnswer {
    static func role(_ whole: WholeRole, isNew: Bool = false) -> AdminAnswer {
        .tagged(isNew ? .created : .ok, location: isNew ? "/roles/\(whole.role.name)" : nil) {
            RoleDocument.write(whole, to: &$0)
        }
    }
}
