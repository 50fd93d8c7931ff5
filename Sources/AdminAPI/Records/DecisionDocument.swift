import IdentityModel
import Storage
import StrictJSON

import struct Foundation.Date

/// A decision as the admin API shows it; `docs/decisions-and-audit.md` tells what a trace holds.
enum DecisionDocument {
    private static let members: [Schema.Member] = [
        .init("requestId", .text(.uuid)), .init("time", .text(.time)), .init("operation", .text()),
        .init("outcome", .text(oneOf: DecisionRow.Outcome.allCases.map(\.rawValue))), .init("reason", .text()),
        .optional("poolId", .text()), .optional("identityId", .text()), .optional("role", .text(0...2_048)),
        .optional("accessKeyId", .text()), .optional("mappingVersion", .integer()),
    ]

    static let summary = Schema.named("DecisionSummary", .object(members))
    static let output = Schema.named("Decision", .object(members + [.init("trace", .anything)]))

    static func write(_ row: DecisionRow, hasTrace: Bool, to json: inout JSONWriter) {
        json.beginObject()
        json.member("requestId", row.requestID.text)
        json.member("time", RFC3339.text(microseconds: row.decidedAt))
        json.member("operation", row.operation)
        json.member("outcome", row.outcome.rawValue)
        json.member("reason", row.reason)
        // Columns keep no region; the trace has the ids as they are written.
        let trace = try? JSONDocument(row.trace, limits: .record).root
        if let pool = trace?["pool"]?.string { json.member("poolId", pool) }
        if let identity = trace?["identity"]?["id"]?.string ?? trace?["askedIdentity"]?.string {
            json.member("identityId", identity)
        }
        if let role = row.roleARN { json.member("role", role) }
        if let key = row.accessKeyID { json.member("accessKeyId", key) }
        if let version = row.mappingVersion { json.member("mappingVersion", version) }
        if hasTrace {
            json.name("trace")
            json.raw(row.trace)
        }
        json.endObject()
    }
}

extension JSONLimits {
    /// Traces and details of records, written by ourselves.
    static let record = JSONLimits(depth: 64, members: 10_000, stringBytes: 262_144, totalBytes: 4_194_304)
}

extension RFC3339 {
    /// - Parameter microseconds: since 1970.
    static func text(microseconds: Int64) -> String {
        text(Date(timeIntervalSince1970: Double(microseconds) / 1_000_000))
    }
}
