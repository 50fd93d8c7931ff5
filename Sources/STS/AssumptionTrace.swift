import Audit
import IAMPolicy
import IdentityModel
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

/// What was looked at until a role was assumed or refused. It holds no secret.
package struct AssumptionTrace: Sendable {
    /// Who makes the session's credentials.
    package enum BackEnd: Sendable, Equatable {
        case embedded
        /// An STS elsewhere, by its name.
        case upstream(String)
    }

    /// The role, as it was found.
    package internal(set) var role: Role?
    package var backEnd = BackEnd.embedded
    /// Each question that was asked of the policies, in order.
    var judgements: [(action: Action, judgement: Judgement)] = []
    /// The session, as far as it came.
    package internal(set) var session: SealedSession?
    package internal(set) var packedPolicySize: Int?

    package init() {}

    /// Whether anything was looked at.
    package var isBegun: Bool { role != nil }
}

extension AssumptionTrace {
    package func write(to json: inout JSONWriter, _ redaction: Redaction) {
        json.beginObject()
        if let role {
            json.member("role", role.arn)
            json.member("roleId", role.id.rawValue)
        }
        json.member("backEnd", backEnd.name)
        json.name("judgements")
        json.beginArray()
        for (action, judgement) in judgements {
            json.beginObject()
            json.member("action", action.name)
            json.member("caller", judgement.request.caller.description)
            judgement.decision.writeMembers(to: &json)
            json.name("statements")
            json.beginArray()
            for statement in judgement.statements { statement.write(to: &json, redaction) }
            json.endArray()
            json.endObject()
        }
        json.endArray()
        if let session { write(session, to: &json, redaction) }
        json.endObject()
    }

    private func write(_ session: SealedSession, to json: inout JSONWriter, _ redaction: Redaction) {
        json.name("session")
        json.beginObject()
        json.member("id", session.id.text)
        json.member("name", session.sessionName)
        json.member("seconds", Int64(session.expiresAt.timeIntervalSince(session.issuedAt)))
        json.member("isChained", session.isChained)
        if let identity = session.sourceIdentity.flatMap(redaction.claim) { json.member("sourceIdentity", identity) }
        if !session.principalTags.isEmpty {
            json.name("tags")
            json.beginObject()
            for (key, value) in session.principalTags.sorted(by: { $0.key < $1.key }) {
                json.name(key)
                if let kept = redaction.claim(value) { json.string(kept) } else { json.null() }
            }
            json.endObject()
            json.member("transitiveTagKeys", session.transitiveTagKeys)
        }
        if case .guest(let version)? = session.scopeDown { json.member("guestScopeDown", Int64(version)) }
        if let policy = session.policy { json.member("policy", policy) }
        if !session.policyARNs.isEmpty { json.member("policyArns", session.policyARNs) }
        if let packedPolicySize { json.member("packedPolicySize", Int64(packedPolicySize)) }
        json.endObject()
    }
}

extension AssumptionTrace.BackEnd {
    fileprivate var name: String {
        switch self {
        case .embedded: "embedded"
        case .upstream(let name): name
        }
    }
}

extension Decision {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        switch self {
        case .allowed(let statement):
            json.member("decision", "allowed")
            statement.write(as: "by", to: &json)
        case .denied(let statement):
            json.member("decision", "denied")
            statement.write(as: "by", to: &json)
        case .notMentioned(let layer):
            json.member("decision", "notMentioned")
            json.member("layer", layer.rawValue)
        }
    }
}

extension StatementReference {
    fileprivate func write(as name: String, to json: inout JSONWriter) {
        json.name(name)
        json.beginObject()
        json.member("layer", layer.rawValue)
        json.member("policy", policy)
        json.member("statement", Int64(statement))
        if let sid { json.member("sid", sid) }
        json.endObject()
    }
}

extension StatementTrace {
    fileprivate func write(to json: inout JSONWriter, _ redaction: Redaction) {
        json.beginObject()
        statement.write(as: "statement", to: &json)
        json.member("effect", effect)
        json.member("applies", applies)
        json.name("mismatches")
        json.beginArray()
        for mismatch in mismatches { mismatch.write(to: &json, redaction) }
        json.endArray()
        json.endObject()
    }
}

extension Mismatch {
    fileprivate func write(to json: inout JSONWriter, _ redaction: Redaction) {
        json.beginObject()
        switch self {
        case .action(let expected, let isNegated, let actual):
            Self.write("action", expected, isNegated, actual, to: &json)
        case .resource(let expected, let isNegated, let actual):
            Self.write("resource", expected, isNegated, actual, to: &json)
        case .principal(let expected, let isNegated, let actual):
            Self.write("principal", expected, isNegated, actual, to: &json)
        case .condition(let name, let key, let expected, let actual, let isIndeterminate):
            json.member("part", "condition")
            json.member("operator", name)
            json.member("key", key)
            json.member("expected", expected)
            if let actual {
                json.member("actual", actual.compactMap { redaction.conditionValue($0, of: key) })
            }
            json.member("isIndeterminate", isIndeterminate)
        case .audienceNotTested: json.member("part", "audienceNotTested")
        }
        json.endObject()
    }

    private static func write(
        _ part: String, _ expected: [String], _ isNegated: Bool, _ actual: String, to json: inout JSONWriter
    ) {
        json.member("part", part)
        json.member("expected", expected)
        if isNegated { json.member("isNegated", true) }
        json.member("actual", actual)
    }
}

extension Redaction {
    /// What conditions compared, by what it is made of.
    fileprivate func conditionValue(_ value: String, of key: String) -> String? {
        let key = key.lowercased()
        if key == "aws:sourceip" { return clientAddress(value) }
        let ofClaims = ["aws:requesttag/", "aws:principaltag/", "aws:sourceidentity", "sts:sourceidentity", "saml:"]
        if ofClaims.contains(where: key.hasPrefix) { return claim(value) }
        // An identity's id is ours; anybody else's subject is a person's.
        if key.hasSuffix(":sub"), !key.hasPrefix("cognito-identity.amazonaws.com:") { return subject(value) }
        // Elements such as `provider:app:subject` name a person, too.
        if key.hasSuffix(":amr"), value.contains(":") { return subject(value) }
        return value
    }
}
