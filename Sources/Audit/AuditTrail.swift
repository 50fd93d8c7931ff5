import IdentityModel
import Storage

import struct Foundation.UUID

/// A page of a list, and where the next one begins; nil when this is the last.
package struct RecordPage<Row: Sendable>: Sendable {
    package let rows: [Row]
    package let next: String?
}

/// Reading decisions, for those who may.
package struct DecisionLog: Sendable {
    private let store: DecisionStore
    private let tokens: PageTokens

    package init(_ stores: AuditStores, tokens: PageTokens) {
        store = stores.decisions
        self.tokens = tokens
    }

    /// The decision on the request that had this id; nil when there is none, or none any more. What was decided a moment
    /// ago may not be there yet.
    package func find(request id: UUID) async throws(StorageError) -> DecisionRow? { try await store.find(id) }

    /// - Parameters:
    ///   - cursor: `next` of a page of the same filter; nil for the first.
    ///   - limit: at least 1.
    /// - Returns: the latest first; nil when the cursor is none of this list.
    package func list(
        _ filter: DecisionFilter, from cursor: String?, limit: Int
    ) async throws(StorageError) -> RecordPage<DecisionRow>? {
        let list = "decisions/\(filter)"
        var place: DecisionStore.Place?
        if let cursor {
            guard let opened = DecisionStore.Place(text: tokens.open(cursor, in: list)) else { return nil }
            place = opened
        }
        let rows = try await store.list(filter, after: place, limit: limit + 1)
        let shown = Array(rows.prefix(limit))
        guard rows.count > limit, let last = shown.last else { return RecordPage(rows: shown, next: nil) }
        return RecordPage(rows: shown, next: try tokens.seal("\(last.decidedAt)/\(last.requestID)", in: list))
    }
}

/// Reading and verifying the audit, for those who may.
package struct AuditTrail: Sendable {
    private let stores: AuditStores
    private let tokens: PageTokens

    package init(_ stores: AuditStores, tokens: PageTokens) {
        self.stores = stores
        self.tokens = tokens
    }

    /// As of `DecisionLog.list`.
    package func list(
        _ filter: AuditFilter, from cursor: String?, limit: Int
    ) async throws(StorageError) -> RecordPage<AuditRecord>? {
        let list = "audit/\(filter)"
        var place: AuditStore.Place?
        if let cursor {
            guard let opened = AuditStore.Place(text: tokens.open(cursor, in: list)) else { return nil }
            place = opened
        }
        let rows = try await stores.audit.list(filter, after: place, limit: limit + 1)
        let shown = Array(rows.prefix(limit))
        guard rows.count > limit, let last = shown.last else { return RecordPage(rows: shown, next: nil) }
        let text = "\(last.entry.time)/\(last.place.writer)/\(last.place.sequence)"
        return RecordPage(rows: shown, next: try tokens.seal(text, in: list))
    }

    /// Who got these credentials, by what login, under which rule, with what role and tags.
    package func issuance(of accessKeyID: String) async throws(StorageError) -> AuditRecord? {
        try await stores.audit.list(.init(accessKeyID: accessKeyID), after: nil, limit: 1).first
    }

    package func verify(from first: UTCDay? = nil) async throws(StorageError) -> AuditReport {
        try await AuditVerifier(stores).verify(from: first)
    }
}

extension DecisionStore.Place {
    fileprivate init?(text: String?) {
        let parts = (text ?? "").split(separator: "/").map(String.init)
        guard parts.count == 2, let time = Int64(parts[0]), let id = UUID(text: parts[1]) else { return nil }
        self.init(decidedAt: time, requestID: id)
    }
}

extension AuditStore.Place {
    fileprivate init?(text: String?) {
        let parts = (text ?? "").split(separator: "/").map(String.init)
        guard parts.count == 3, let time = Int64(parts[0]), let writer = UUID(text: parts[1]),
            let sequence = Int64(parts[2])
        else { return nil }
        self.init(time: time, writer: writer, sequence: sequence)
    }
}
