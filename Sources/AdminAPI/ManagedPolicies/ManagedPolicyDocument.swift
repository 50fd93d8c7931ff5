import AccessManagement
import HTTPTypes
import IdentityModel
import StrictJSON

/// A managed policy with its versions, as the admin API shows it.
enum ManagedPolicyDocument {
    private static let versionMembers: [Schema.Member] = [
        .init("id", .text(), "`v1`, `v2`, …; none is given twice."), .init("isDefault", .boolean, "Whether it counts."),
        .init("createdAt", .text(.time)),
    ]

    private static let summaryMembers: [Schema.Member] = [
        .init("name", .text()), .init("id", .text()), .init("arn", .text(0...2_048)), .init("path", .text()),
        .optional("description", .text()),
        .init("isBuiltIn", .boolean, "Built-in policies stay as they are."),
        .init("defaultVersion", .text()),
        .init("attachmentCount", .integer(0...Int64.max), "Users and roles that have it."),
        .init("boundaryCount", .integer(0...Int64.max), "Users and roles that it bounds."),
        .init("createdAt", .text(.time)), .init("modifiedAt", .text(.time)), .init("tags", HeldPoliciesDocument.tags),
    ]

    static let summary = Schema.named("ManagedPolicySummary", .object(summaryMembers))
    static let output = Schema.named(
        "ManagedPolicy",
        .object(
            summaryMembers + [
                .init("document", HeldPoliciesDocument.policy, "Of the default version."),
                .init(
                    "versions", .list(.object(versionMembers), count: 0...ManagedPolicy.versionLimit),
                    "Newest first."),
            ]))
    static let version = Schema.named(
        "PolicyVersion", .object(versionMembers + [.init("document", HeldPoliciesDocument.policy)]))

    static let new = Schema.named(
        "NewManagedPolicy",
        .object([
            .init("name", .text(TextRule(length: 1...EntityName.longestPolicy, form: .entityName))),
            .optional("path", .text(TextRule(length: 1...512, form: .path)), "`/` when not given. It stays."),
            .optional("description", .text(TextRule(length: 0...1_000, form: .description)), "It stays."),
            .init("document", HeldPoliciesDocument.policy), .optional("tags", HeldPoliciesDocument.tags),
        ]))
    static let newVersion = Schema.named(
        "NewPolicyVersion",
        .object([
            .init("document", HeldPoliciesDocument.policy),
            .optional("isDefault", .boolean, "Whether it counts from now on; false when not given."),
        ]))

    /// - Parameter withUses: false leaves out who has it, which is nobody's change to it.
    static func write(_ whole: WholePolicy, withUses: Bool = true, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(whole.policy, withUses: withUses, to: &json)
        json.name("document")
        json.document(whole.document)
        json.name("versions")
        json.beginArray()
        for version in whole.versions { write(version, withDocument: false, to: &json) }
        json.endArray()
        json.endObject()
    }

    static func writeSummary(_ policy: ManagedPolicy, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(policy, withUses: true, to: &json)
        json.endObject()
    }

    static func write(_ version: PolicyVersion, withDocument: Bool, to json: inout JSONWriter) {
        json.beginObject()
        json.member("id", "v\(version.number)")
        json.member("isDefault", version.isDefault)
        json.member("createdAt", RFC3339.text(version.createdAt))
        if withDocument {
            json.name("document")
            json.document(version.document)
        }
        json.endObject()
    }

    private static func writeMembers(_ policy: ManagedPolicy, withUses: Bool, to json: inout JSONWriter) {
        json.member("name", policy.name)
        json.member("id", policy.id)
        json.member("arn", policy.arn)
        json.member("path", policy.path)
        if let description = policy.description { json.member("description", description) }
        json.member("isBuiltIn", PolicyARN(policy.arn)?.account == nil)
        json.member("defaultVersion", "v\(policy.defaultVersion)")
        if withUses {
            json.member("attachmentCount", Int64(policy.attachmentCount))
            json.member("boundaryCount", Int64(policy.boundaryCount))
        }
        json.member("createdAt", RFC3339.text(policy.createdAt))
        json.member("modifiedAt", RFC3339.text(policy.modifiedAt))
        json.name("tags")
        json.tags(policy.tags)
    }

    static func tag(_ whole: WholePolicy) -> EntityTag {
        var json = JSONWriter(capacity: 4_096)
        write(whole, withUses: false, to: &json)
        return EntityTag(of: json.bytes)
    }
}

extension AdminAnswer {
    static func policy(_ whole: WholePolicy, isNew: Bool = false, location: String? = nil) -> AdminAnswer {
        .json(isNew ? .created : .ok, tag: ManagedPolicyDocument.tag(whole), location: location) {
            ManagedPolicyDocument.write(whole, to: &$0)
        }
    }
}
