import AccessManagement
import IAMPolicy
import IdentityModel
import StrictJSON

/// Reads policy documents out of a body, holds them against what IAM lets in, and collects what it does not, each
/// mistake with its place.
struct PolicyReading {
    private var mistakes: [Mistake] = []

    /// Documents are kept as compact JSON: white space has no meaning and does not count.
    mutating func trustPolicy(_ node: JSONNode?, at pointer: String) -> String {
        document(node, at: pointer) { (text) throws(PolicyError) in _ = try PolicyAdmission.trustPolicy(text) }
    }

    mutating func managedPolicy(_ node: JSONNode?, at pointer: String) -> String {
        document(node, at: pointer) { (text) throws(PolicyError) in try PolicyAdmission.managedPolicy(text) }
    }

    mutating func sessionPolicy(_ node: JSONNode?, at pointer: String) -> String {
        document(node, at: pointer) { (text) throws(PolicyError) in
            _ = try PolicyDocument(parsing: text, as: .session)
        }
    }

    /// `inlinePolicies`, `attachedPolicies` and `permissionsBoundary` of a user or role; see `HeldPoliciesDocument`.
    mutating func held(_ body: JSONNode, within quota: PolicyQuota) -> HeldPolicies {
        var held = HeldPolicies()
        var names: Set<String> = []
        if let inline = body["inlinePolicies"] {
            for (name, node) in inline.members {
                let pointer = "/inlinePolicies/\(JSONPointer.escape(name))"
                if !names.insert(name.lowercased()).inserted { note(pointer, "differs from another name in case only") }
                held.inline[name] = document(node, at: pointer) { (text) throws(PolicyError) in
                    try PolicyAdmission.inlinePolicy(text)
                }
            }
        }
        do throws(PolicyError) {
            try PolicyAdmission.inlinePolicies(held.inline.values, within: quota)
        } catch {
            note("/inlinePolicies", error.message)
        }
        for (index, text) in (body.texts("attachedPolicies") ?? []).enumerated() {
            guard let arn = PolicyARN(text) else {
                note("/attachedPolicies/\(index)", "must be the ARN of a policy")
                continue
            }
            if !held.attached.contains(arn) { held.attached.append(arn) }
        }
        if let text = body.text("permissionsBoundary") {
            held.boundary = PolicyARN(text)
            if held.boundary == nil { note("/permissionsBoundary", "must be the ARN of a policy") }
        }
        return held
    }

    /// Tags of users, roles and policies, whose keys are the same whatever their case.
    mutating func tags(_ body: JSONNode) -> [Tag] {
        let tags = (body.textMap("tags") ?? [:]).map { Tag(key: $0.key, value: $0.value) }
        var keys: Set<String> = []
        for tag in tags.sorted(by: { $0.key < $1.key }) {
            let pointer = "/tags/\(JSONPointer.escape(tag.key))"
            if !keys.insert(tag.key.lowercased()).inserted { note(pointer, "differs from another key in case only") }
            if tag.key.lowercased().hasPrefix("aws:") { note(pointer, "must not begin with aws:") }
        }
        return tags
    }

    mutating func note(_ pointer: String, _ detail: String) {
        mistakes.append(Mistake(.body(pointer: pointer), detail))
    }

    func refuse() throws(Problem) {
        guard mistakes.isEmpty else { throw .invalid(mistakes) }
    }

    private mutating func document(
        _ node: JSONNode?, at pointer: String, _ admit: (String) throws(PolicyError) -> Void
    ) -> String {
        guard let node else { return "" }
        let text = node.compact
        do throws(PolicyError) {
            try admit(text)
        } catch {
            let statement = Self.statement(of: node, refusedFor: error, admit)
            note(pointer + (statement.map { "/Statement/\($0)" } ?? ""), error.message)
        }
        return text
    }

    /// The first statement that is refused for the same reason when it stands alone; nil when none is.
    private static func statement(
        of node: JSONNode, refusedFor reason: PolicyError, _ admit: (String) throws(PolicyError) -> Void
    ) -> Int? {
        guard let statements = node["Statement"], statements.kind == .array else { return nil }
        for (index, statement) in statements.elements.enumerated() {
            var json = JSONWriter(capacity: 1_024)
            json.beginObject()
            if let version = node["Version"] {
                json.name("Version")
                json.append(version)
            }
            json.name("Statement")
            json.append(statement)
            json.endObject()
            do throws(PolicyError) {
                try admit(String(decoding: json.bytes, as: UTF8.self))
            } catch {
                if error == reason { return index }
            }
        }
        return nil
    }
}
