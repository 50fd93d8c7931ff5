import AccessManagement
import IAMPolicy
import IdentityModel
import StrictJSON

/// The policies and tags of a user or role, as parts of a larger document.
enum HeldPoliciesDocument {
    /// A policy in its own grammar: `Version`, `Statement`, …
    static let policy = Schema.named("PolicyDocument", .map(.anything))

    static let tags = Schema.map(
        .text(TextRule(length: 0...256, form: .tagText)), keys: TextRule(length: 1...128, form: .tagText),
        count: 0...Tag.limit)

    static let members: [Schema.Member] = [
        .optional(
            "inlinePolicies",
            .map(policy, keys: TextRule(length: 1...EntityName.longestPolicy, form: .entityName), count: 0...100),
            "By name."),
        .optional(
            "attachedPolicies", .list(.text(20...2_048), count: 0...ManagedPolicy.attachmentLimit),
            "ARNs of managed policies."),
        .optional(
            "permissionsBoundary", .text(20...2_048),
            "The ARN of a managed policy that bounds what the others allow; none when not given."),
        .optional("tags", tags),
    ]

    static func write(_ policies: HeldPolicies, _ tags: [Tag], to json: inout JSONWriter) {
        json.name("inlinePolicies")
        json.beginObject()
        for (name, document) in policies.inline.sorted(by: { $0.key < $1.key }) {
            json.name(name)
            json.document(document)
        }
        json.endObject()
        json.member("attachedPolicies", policies.attached.map(\.description))
        if let boundary = policies.boundary { json.member("permissionsBoundary", boundary.description) }
        json.name("tags")
        json.tags(tags)
    }
}

extension JSONWriter {
    mutating func tags(_ tags: [Tag]) {
        map(Dictionary(tags.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first }))
    }
}

extension Problem {
    /// Runs a change to a user or role and gives what only the database could refuse its place in the body.
    static func writing<Value>(
        _ held: HeldPolicies, _ work: () async throws(AccessManagementError) -> Value
    ) async throws(Problem) -> Value {
        do throws(AccessManagementError) {
            return try await work()
        } catch {
            switch error {
            case .malformedPolicy(let reason): throw .invalid(.body(pointer: "/trustPolicy"), reason.message)
            case .noSuchEntity(.attachablePolicy(let arn)):
                let index = held.attached.firstIndex { $0.description == arn } ?? 0
                throw .invalid(.body(pointer: "/attachedPolicies/\(index)"), "names no policy that is there")
            case .noSuchEntity(.boundary):
                throw .invalid(.body(pointer: "/permissionsBoundary"), "names no policy that is there")
            default: throw Problem(error)
            }
        }
    }
}
