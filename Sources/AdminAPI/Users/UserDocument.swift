import AccessManagement
import HTTPTypes
import IAMPolicy
import IdentityModel
import StrictJSON

/// A user with their policies, as the admin API shows and takes it: one document, written as one.
enum UserDocument {
    private static let names: [Schema.Member] = [
        .init("name", .text(TextRule(length: 1...EntityName.longestUser, form: .entityName)), "Unique in any case."),
        .optional("path", .text(TextRule(length: 1...512, form: .path)), "`/` when not given. It stays."),
    ]

    static let input = Schema.named("UserSettings", .object(HeldPoliciesDocument.members))
    static let new = Schema.named("NewUser", .object(names + HeldPoliciesDocument.members))
    static let output = Schema.named(
        "User",
        .object(
            [.init("id", .text()), .init("arn", .text(0...2_048)), .init("createdAt", .text(.time))] + names
                + HeldPoliciesDocument.members + [
                    .init(
                        "accessKeys", .list(AccessKeyDocument.output, count: 0...AccessKey.limitPerUser),
                        "They have places of their own.")
                ]))

    static let summary = Schema.named(
        "UserSummary",
        .object([
            .init("name", .text()), .init("id", .text()), .init("arn", .text(0...2_048)), .init("path", .text()),
            .init("createdAt", .text(.time)), .init("tags", HeldPoliciesDocument.tags),
        ]))

    static func write(_ whole: WholeUser, to json: inout JSONWriter) {
        let user = whole.user.user
        json.beginObject()
        json.member("id", user.id.rawValue)
        json.member("arn", user.arn)
        json.member("name", user.name)
        json.member("path", user.path)
        json.member("createdAt", RFC3339.text(whole.user.createdAt))
        HeldPoliciesDocument.write(whole.policies, whole.user.tags, to: &json)
        json.name("accessKeys")
        json.beginArray()
        for key in whole.accessKeys { AccessKeyDocument.write(key, to: &json) }
        json.endArray()
        json.endObject()
    }

    static func writeSummary(_ details: UserDetails, to json: inout JSONWriter) {
        json.beginObject()
        json.member("name", details.user.name)
        json.member("id", details.user.id.rawValue)
        json.member("arn", details.user.arn)
        json.member("path", details.user.path)
        json.member("createdAt", RFC3339.text(details.createdAt))
        json.name("tags")
        json.tags(details.tags)
        json.endObject()
    }

    static func tag(_ whole: WholeUser) -> EntityTag {
        var json = JSONWriter(capacity: 4_096)
        write(whole, to: &json)
        return EntityTag(of: json.bytes)
    }

    /// - Throws: every mistake in the documents and tags, each with its place.
    static func read(_ body: JSONNode, name: String) throws(Problem) -> (policies: HeldPolicies, tags: [Tag]) {
        var reading = PolicyReading()
        let policies = reading.held(body, within: .inlineOfUser(name))
        let tags = reading.tags(body)
        try reading.refuse()
        return (policies, tags)
    }
}

extension AdminAnswer {
    static func user(_ whole: WholeUser, isNew: Bool = false) -> AdminAnswer {
        .tagged(isNew ? .created : .ok, location: isNew ? "/users/\(whole.user.user.name)" : nil) {
            UserDocument.write(whole, to: &$0)
        }
    }
}
