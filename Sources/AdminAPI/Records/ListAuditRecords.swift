import Audit
import IdentityModel
import Storage
import StrictJSON

import struct Foundation.UUID

struct ListAuditRecords: AdminRoute {
    static let description = RouteDescription(
        "ListAuditRecords", .get, "/audit", "Lists audit records, the latest first.",
        query: [
            .limit, .cursor, .pool, .identity, .accessKey, .reason, .since, .until,
            QueryParameter(
                "event", .text(TextRule(oneOf: AuditEvent.allCases.map(\.rawValue))), "What happened."),
            QueryParameter("requestId", .text(TextRule(form: .uuid)), "In this request."),
            QueryParameter("actor", .text(TextRule(length: 1...2_048)), "By this ARN."),
        ], answer: .ok(.page(of: AuditRecordDocument.output)))

    let records: RecordReading

    func resource(of call: AdminCall) -> AdminResource { .own(kind: "audit", name: "*") }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let list = call.listName("audit")
        var after: AuditStore.Place?
        if let place = try records.place(of: call, in: list, parts: 3), let time = Int64(place[0]),
            let writer = UUID(text: place[1]), let sequence = Int64(place[2])
        {
            after = AuditStore.Place(time: time, writer: writer, sequence: sequence)
        }
        let filter = AuditFilter(
            event: call.text("event"), pool: call.text("poolId").flatMap(IdentityPoolID.init)?.uuid,
            identity: call.text("identityId").flatMap(IdentityID.init)?.uuid, accessKeyID: call.text("accessKeyId"),
            requestID: call.uuid("requestId"), reason: call.text("reason"), actor: call.text("actor"),
            from: call.beginning(
                isIndexed: ["identityId", "accessKeyId", "requestId"].contains { call.text($0) != nil }),
            until: call.microseconds("until"))
        let start = after
        let rows = try await Problem.storing { () throws(StorageError) in
            try await records.stores.audit.list(filter, after: start, limit: call.limit + 1)
        }
        func place(of row: AuditRecord) -> String {
            "\(row.entry.time)/\(row.place.writer.capitals)/\(row.place.sequence)"
        }
        return try records.page(rows, of: call, in: list, place) { AuditRecordDocument.write($0, to: &$1) }
    }
}

/// An audit record as the admin API shows it, with its place in its chain.
enum AuditRecordDocument {
    static let output = Schema.named(
        "AuditRecord",
        .object([
            .init("time", .text(.time)), .init("event", .text()), .optional("requestId", .text(.uuid)),
            .optional("poolUuid", .text(.uuid), "What follows the region in the id of the pool."),
            .optional("identityUuid", .text(.uuid), "What follows the region in the id of the identity."),
            .optional("actor", .text(0...2_048)), .optional("accessKeyId", .text()), .optional("reason", .text()),
            .init("details", .anything), .init("day", .text()), .init("writer", .text(.uuid)),
            .init("sequence", .integer()), .init("hash", .text(), "In hexadecimal digits."),
        ]))

    static func write(_ record: AuditRecord, to json: inout JSONWriter) {
        json.beginObject()
        json.member("time", RFC3339.text(microseconds: record.entry.time))
        json.member("event", record.entry.event)
        if let id = record.entry.requestID { json.member("requestId", id.text) }
        if let pool = record.entry.pool { json.member("poolUuid", pool.text) }
        if let identity = record.entry.identity { json.member("identityUuid", identity.text) }
        if let actor = record.entry.actor { json.member("actor", actor) }
        if let key = record.entry.accessKeyID { json.member("accessKeyId", key) }
        if let reason = record.entry.reason { json.member("reason", reason) }
        json.name("details")
        json.raw(record.entry.details)
        json.member("day", "\(record.place.day)")
        json.member("writer", record.place.writer.text)
        json.member("sequence", record.place.sequence)
        json.member("hash", record.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        json.endObject()
    }
}
