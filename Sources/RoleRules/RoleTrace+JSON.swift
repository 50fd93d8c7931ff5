import IdentityModel
import StrictJSON

extension RoleExplanation {
    /// The outcome and all that led to it, for decision traces.
    ///
    /// - Parameter redact: what may be written in place of a value that a person brought; nil for nothing.
    package func write(to json: inout JSONWriter, redacting redact: (String) -> String? = { $0 }) {
        json.beginObject()
        switch outcome {
        case .success(let choice):
            json.member("role", choice.roleARN)
            json.member("reason", choice.reason.code)
            if let seconds = choice.sessionSeconds { json.member("sessionSeconds", Int64(seconds)) }
            if choice.tags != .none {
                json.name("tags")
                json.beginObject()
                for (key, value) in choice.tags.sorted {
                    json.name(key)
                    if let kept = redact(value) { json.string(kept) } else { json.null() }
                }
                json.endObject()
            }
        case .failure(let refusal): json.member("refusal", refusal.code)
        }
        trace.writeMembers(to: &json, redact)
        json.endObject()
    }
}

extension RoleTrace {
    fileprivate func writeMembers(to json: inout JSONWriter, _ redact: (String) -> String?) {
        json.name("logins")
        json.beginArray()
        for login in logins {
            json.beginObject()
            json.member("provider", login.provider.rawValue)
            json.member("kind", login.kind.name)
            json.member("mappingKeys", login.mappingKeys)
            if let mapping = login.mapping { json.member("mapping", mapping) }
            json.endObject()
        }
        json.endArray()
        if let named {
            if let preferred = named.preferred { json.member("preferredRole", preferred) }
            json.member("namedRoles", named.roles)
        }
        json.name("rules")
        json.beginArray()
        for rule in rules { rule.write(to: &json, redact) }
        json.endArray()
    }
}

extension RuleTrace {
    fileprivate func write(to json: inout JSONWriter, _ redact: (String) -> String?) {
        json.beginObject()
        json.member("index", Int64(index))
        if let name { json.member("name", name) }
        json.member("role", roleARN)
        json.member("matches", matches)
        for part in condition {
            json.name("condition")
            part.write(to: &json, redact)
        }
        json.endObject()
    }
}

extension ConditionTrace {
    fileprivate func write(to json: inout JSONWriter, _ redact: (String) -> String?) {
        json.beginObject()
        switch self {
        case .test(let trace):
            json.name("test")
            ClaimCondition.test(trace.test).write(to: &json)
            if let actual = trace.actual { json.member("actual", actual.compactMap(redact)) }
            json.member("finding", trace.finding.rawValue)
        case .all(let parts, let isMet): Self.write(parts, as: "all", isMet, to: &json, redact)
        case .any(let parts, let isMet): Self.write(parts, as: "any", isMet, to: &json, redact)
        case .not(let parts, let isMet): Self.write(parts, as: "not", isMet, to: &json, redact)
        }
        json.endObject()
    }

    private static func write(
        _ parts: [ConditionTrace], as name: String, _ isMet: Bool, to json: inout JSONWriter,
        _ redact: (String) -> String?
    ) {
        json.name(name)
        json.beginArray()
        for part in parts { part.write(to: &json, redact) }
        json.endArray()
        json.member("isMet", isMet)
    }
}

extension RuleLogin.Kind {
    package var name: String {
        switch self {
        case .userPool: "userPool"
        case .openID: "openIDConnect"
        case .saml: "saml"
        case .social: "social"
        case .developer: "developer"
        }
    }
}
