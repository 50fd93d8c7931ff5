import Crypto
import IdentityModel
import Storage
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

/// A change that an administrator asks for.
package struct AdminChange: Sendable {
    /// As policies name it: `iam:CreateRole`.
    package var action: String
    /// The ARN of the caller, or the user of this machine.
    package var actor: String
    /// What signed the request; nil on this machine.
    package var signedBy: String?
    /// What permission was asked on.
    package var resource: String?
    package var context: ExchangeContext
    /// What was asked for, a JSON object without a secret in it; nil for nothing.
    package var request: String?
    /// Members of the request that name people, kept as subjects are.
    package var people: [String: String]

    /// In bytes. Of a longer request only what it takes to recognise it is kept.
    package static let longestRequest = 65_536

    package init(
        action: String, actor: String, signedBy: String? = nil, resource: String? = nil, context: ExchangeContext,
        request: String? = nil, people: [String: String] = [:]
    ) {
        self.action = action
        self.actor = actor
        self.signedBy = signedBy
        self.resource = resource
        self.context = context
        self.request = request
        self.people = people
    }

    /// - Parameter outcome: what came of it; nil for the record in front of the change.
    func entry(_ event: AuditEvent, because reason: String? = nil, _ redaction: Redaction?) -> AuditEntry {
        var entry = AuditEntry(event)
        entry.requestID = UUID(text: context.requestID)
        entry.actor = actor
        entry.reason = reason
        var json = JSONWriter()
        json.beginObject()
        json.member("action", action)
        if let signedBy { json.member("signedBy", signedBy) }
        if let resource { json.member("resource", resource) }
        if let address = context.clientAddress {
            if let kept = redaction.map({ $0.clientAddress(address) }) ?? address {
                json.member("clientAddress", kept)
            }
        }
        if let agent = context.userAgent { json.member("userAgent", agent) }
        if event == .changeBegun { writeRequest(to: &json, redaction) }
        json.endObject()
        entry.details = String(decoding: json.bytes, as: UTF8.self)
        return entry
    }

    private func writeRequest(to json: inout JSONWriter, _ redaction: Redaction?) {
        if let request {
            json.name("request")
            if request.utf8.count <= Self.longestRequest {
                json.raw(request)
            } else {
                json.beginObject()
                json.member("bytes", Int64(request.utf8.count))
                json.member("sha256", Array(SHA256.hash(data: Array(request.utf8))).hex)
                json.endObject()
            }
        }
        guard !people.isEmpty else { return }
        json.name("people")
        json.beginObject()
        for (name, value) in people.sorted(by: { $0.key < $1.key }) {
            json.name(name)
            if let kept = redaction.map({ $0.subject(value) }) ?? value { json.string(kept) } else { json.null() }
        }
        json.endObject()
    }

    fileprivate func event(_ event: AuditEvent, because reason: String? = nil) -> ChangeEvent {
        ChangeEvent(change: self, event: event, reason: reason)
    }
}

private struct ChangeEvent: Recordable {
    let change: AdminChange
    let event: AuditEvent
    let reason: String?

    func recording(_ redaction: Redaction) -> Recording {
        Recording(entries: [change.entry(event, because: reason, redaction)])
    }
}

/// Changes by administrators are in the audit before they are made, and what came of them before that is answered.
extension Recorder {
    /// - Throws: when the change must not be made.
    package func begin(_ change: AdminChange) async throws(RecorderError) {
        try await write(change.event(.changeBegun))
    }

    /// - Parameter refusal: the code of the error; nil when the change was made.
    /// - Throws: when it must not be acknowledged.
    package func end(_ change: AdminChange, refusal: String?) async throws(RecorderError) {
        try await write(change.event(refusal == nil ? .changeMade : .changeRefused, because: refusal))
    }

    /// A change that was refused before it began. Nobody waits for the record.
    package func refuse(_ change: AdminChange, because code: String) {
        record(change.event(.changeRefused, because: code))
    }
}
