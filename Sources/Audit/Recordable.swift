import Storage

/// Something that happened, as the room that did it knows it. It is put into words by the writer, off the request's way.
package protocol Recordable: Sendable {
    func recording(_ redaction: Redaction) -> Recording
}

/// What is kept of it.
package struct Recording: Sendable {
    package var decision: DecisionRow?
    package var entries: [AuditEntry]

    package init(decision: DecisionRow? = nil, entries: [AuditEntry] = []) {
        self.decision = decision
        self.entries = entries
    }
}

extension AuditEntry: Recordable {
    package func recording(_ redaction: Redaction) -> Recording { Recording(entries: [self]) }
}
