import Foundation
import IdentityModel
import Logging
import Postgres
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Audit

/// A database with our schema, and the audit in it.
struct Archive: Sendable {
    static let masterKey = MasterKey(Secret([UInt8](repeating: 7, count: 32)))!

    let client: PostgresClient
    let stores: AuditStores

    static func lend<Result: Sendable>(_ body: (Archive) async throws -> Result) async throws -> Result {
        try await LentDatabase.lend(from: .migrated) { uri in
            let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .silent)
            do {
                let result = try await body(
                    Archive(client: client, stores: AuditStores(client, masterKey: masterKey)))
                await client.close()
                return result
            } catch {
                await client.close()
                throw error
            }
        }
    }

    var redaction: Redaction { Redaction(masterKey: Self.masterKey) }
    var verifier: AuditVerifier { AuditVerifier(stores) }

    /// A chain of an opening and as many entries.
    @discardableResult func writeChain(_ count: Int, at now: Date = Date()) async throws -> UUID {
        var chain = ChainWriter(stores, now: { now })
        var batch = ChainWriter.Batch(entries: (1...count).map { Self.entry("entry \($0)", at: now) })
        try await chain.write(&batch)
        return chain.writer
    }

    static func entry(_ reason: String, at now: Date = Date()) -> AuditEntry {
        var entry = AuditEntry(.denied, at: now)
        entry.reason = reason
        entry.requestID = UUID()
        entry.details = #"{"a":"ü","b":[1,2]}"#
        return entry
    }

    static func decision(
        _ reason: String, at time: Int64, outcome: DecisionRow.Outcome = .refused, pool: UUID? = nil,
        identity: UUID? = nil, key: String? = nil
    ) -> DecisionRow {
        DecisionRow(
            requestID: UUID(), decidedAt: time, operation: "GetId", outcome: outcome, reason: reason, pool: pool,
            identity: identity, accessKeyID: key, trace: #"{"reason":"\#(reason)"}"#)
    }

    func run(_ sql: String) async throws {
        _ = try await client.query(Statement("t_\(UUID().uuidString)", sql, repeatable: false))
    }

    /// Every record, in the order of the chains.
    func records() async throws -> [AuditRecord] {
        var records: [AuditRecord] = []
        for day in try await stores.partitions.days(of: .audit) {
            records += try await stores.audit.chains(of: day, after: nil, limit: 100_000)
        }
        return records
    }

    func reasons() async throws -> [String] { try await records().compactMap(\.entry.reason) }
}
