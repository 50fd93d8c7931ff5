import Audit
import IdentityModel
import RoleRules
import STS
import Storage
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

extension DecisionDraft: Recordable {
    func recording(_ redaction: Redaction) -> Recording {
        Recording(decision: row(redaction), entries: entries(redaction))
    }

    /// Why it ended as it did: the cause of a refusal, or what the role or the identity was given for.
    var reason: String {
        if let failure { return failure.code }
        if case .success(let choice)? = roles?.outcome { return choice.reason.code }
        if case .unlinked? = result { return "unlinked" }
        if let identity { return "identity-\(identity.way.rawValue)" }
        return caller == nil ? "web-identity" : "caller"
    }

    private var outcome: DecisionRow.Outcome {
        guard let failure else { return .granted }
        return failure.isOurs ? .failed : .refused
    }

    private var requestID: UUID { UUID(text: context.requestID) ?? UUID() }

    private var accessKeyID: AccessKeyID? {
        if case .credentials(let id, _)? = result { id } else { nil }
    }

    private var roleARN: String? {
        assumption.role?.arn ?? (try? roles?.outcome.get())?.roleARN ?? askedRole.map { String($0.prefix(2_048)) }
    }

    private func row(_ redaction: Redaction) -> DecisionRow {
        var json = JSONWriter(capacity: 4_096)
        write(to: &json, redaction)
        return DecisionRow(
            requestID: requestID, decidedAt: began.microseconds, operation: operation.rawValue, outcome: outcome,
            reason: reason, pool: pool?.uuid, identity: identity?.id.uuid ?? namedIdentity, roleARN: roleARN,
            accessKeyID: accessKeyID?.rawValue, mappingVersion: mappingVersion,
            trace: String(decoding: json.bytes, as: UTF8.self))
    }

    /// The identity that the request named, when it is one of the pool's.
    private var namedIdentity: UUID? { pool == nil ? nil : askedIdentity.flatMap { IdentityID($0)?.uuid } }

    // MARK: Audit

    private func entries(_ redaction: Redaction) -> [AuditEntry] {
        var entries: [AuditEntry] = []
        // What was linked stays linked, whatever the exchange ended in.
        if let identity {
            switch identity.way {
            case .new: entries.append(entry(.identityMade, redaction))
            case .linked: entries.append(entry(.loginLinked, redaction))
            case .merged: entries.append(entry(.identitiesMerged, redaction))
            case .known, .guest, .newGuest: break
            }
        }
        switch (failure, result) {
        case (.some, _): entries.append(entry(.denied, redaction))
        case (nil, .credentials): entries.append(entry(.credentialsIssued, redaction))
        case (nil, .token): entries.append(entry(.tokenIssued, redaction))
        case (nil, .unlinked): entries.append(entry(.loginUnlinked, redaction))
        case (nil, .identity), (nil, nil): break
        }
        return entries
    }

    private func entry(_ event: AuditEvent, _ redaction: Redaction) -> AuditEntry {
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.member("operation", operation.rawValue)
        if let address = context.clientAddress.flatMap(redaction.clientAddress) {
            json.member("clientAddress", address)
        }
        writeLogins(to: &json, redaction)
        if let identity {
            if !identity.linked.isEmpty {
                json.name("linked")
                identity.linked.write(to: &json, redaction)
            }
            if !identity.absorbed.isEmpty {
                json.member("absorbed", identity.absorbed.map { "\(IdentityID(region: identity.id.region, uuid: $0))" })
            }
        }
        if event == .credentialsIssued || event == .denied { writeRole(to: &json) }
        if event == .credentialsIssued || event == .tokenIssued {
            let tags = assumption.session?.principalTags ?? tags
            if !tags.isEmpty { tags.write(as: "tags", to: &json, redaction) }
        }
        if case .unlinked(let providers)? = result { json.member("unlinked", providers.map(\.rawValue)) }
        if case .credentials(_, let expires)? = result {
            json.member("expires", Int64(expires.timeIntervalSince1970))
        }
        json.endObject()
        var entry = AuditEntry(event, at: began)
        entry.requestID = requestID
        entry.pool = pool?.uuid
        entry.identity = identity?.id.uuid ?? namedIdentity
        entry.actor = caller?.arn
        entry.accessKeyID = event == .credentialsIssued ? accessKeyID?.rawValue : nil
        entry.reason = event == .denied || event == .credentialsIssued ? reason : nil
        entry.details = String(decoding: json.bytes, as: UTF8.self)
        return entry
    }

    private func writeLogins(to json: inout JSONWriter, _ redaction: Redaction) {
        guard !logins.isEmpty else { return }
        json.name("logins")
        json.beginArray()
        for login in logins {
            json.beginObject()
            switch login {
            case .proven(let proven):
                json.member("provider", proven.provider.rawValue)
                if let subject = redaction.subject(proven.subject) { json.member("subject", subject) }
                json.member("audience", proven.audience)
            case .refused(let provider, let error, _):
                json.member("provider", provider.rawValue)
                json.member("refused", error.code)
            }
            json.endObject()
        }
        json.endArray()
    }

    private func writeRole(to json: inout JSONWriter) {
        if let roleARN { json.member("role", roleARN) }
        if let id = assumption.role?.id { json.member("roleId", id.rawValue) }
        if case .success(let choice)? = roles?.outcome {
            switch choice.reason {
            case .rule(let mapping, let index, let name, _):
                json.member("mapping", mapping)
                json.member("rule", Int64(index))
                if let name { json.member("ruleName", name) }
            case .preferredRole(let mapping), .onlyRole(let mapping), .requestedRole(let mapping),
                .ambiguous(let mapping, _):
                json.member("mapping", mapping)
            case .defaultForGuests, .defaultForAuthenticated, .developerProvider, .asserted: break
            }
        }
        if let mappingVersion { json.member("mappingVersion", mappingVersion) }
        if let session = assumption.session {
            json.member("session", session.id.text)
            json.member("sessionName", session.sessionName)
        }
    }
}

extension [LoginKey] {
    func write(to json: inout JSONWriter, _ redaction: Redaction) {
        json.beginArray()
        for key in self {
            json.beginObject()
            json.member("provider", key.provider.rawValue)
            if let subject = redaction.subject(key.subject) { json.member("subject", subject) }
            json.endObject()
        }
        json.endArray()
    }
}

extension [String: String] {
    /// Tags are made of claims, so they are kept as claims are.
    func write(as name: String, to json: inout JSONWriter, _ redaction: Redaction) {
        json.name(name)
        json.beginObject()
        for (key, value) in sorted(by: { $0.key < $1.key }) {
            json.name(key)
            if let kept = redaction.claim(value) { json.string(kept) } else { json.null() }
        }
        json.endObject()
    }
}
