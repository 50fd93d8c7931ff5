import struct Foundation.UUID

/// One decision as it is kept: what it is found by, and the trace.
package struct DecisionRow: Sendable, Equatable {
    package enum Outcome: String, Sendable, CaseIterable {
        case granted, refused
        /// A fault on our side.
        case failed
    }

    package var requestID: UUID
    /// Microseconds since 1970.
    package var decidedAt: Int64
    package var operation: String
    package var outcome: Outcome
    /// A reason code.
    package var reason: String
    package var pool: UUID?
    package var identity: UUID?
    package var roleARN: String?
    package var accessKeyID: String?
    /// Of the role mapping that chose the role.
    package var mappingVersion: Int64?
    /// A JSON object.
    package var trace: String

    package init(
        requestID: UUID, decidedAt: Int64, operation: String, outcome: Outcome, reason: String, pool: UUID? = nil,
        identity: UUID? = nil, roleARN: String? = nil, accessKeyID: String? = nil, mappingVersion: Int64? = nil,
        trace: String
    ) {
        self.requestID = requestID
        self.decidedAt = decidedAt
        self.operation = operation
        self.outcome = outcome
        self.reason = reason
        self.pool = pool
        self.identity = identity
        self.roleARN = roleARN
        self.accessKeyID = accessKeyID
        self.mappingVersion = mappingVersion
        self.trace = trace
    }
}

/// Which decisions are asked for; nil counts for nothing. The latest come first.
package struct DecisionFilter: Sendable, Equatable {
    package var pool: UUID?
    package var identity: UUID?
    package var accessKeyID: String?
    package var outcome: DecisionRow.Outcome?
    package var reason: String?
    package var operation: String?
    /// Microseconds since 1970, inclusive.
    package var from: Int64?
    /// Exclusive.
    package var until: Int64?

    package init(
        pool: UUID? = nil, identity: UUID? = nil, accessKeyID: String? = nil, outcome: DecisionRow.Outcome? = nil,
        reason: String? = nil, operation: String? = nil, from: Int64? = nil, until: Int64? = nil
    ) {
        self.pool = pool
        self.identity = identity
        self.accessKeyID = accessKeyID
        self.outcome = outcome
        self.reason = reason
        self.operation = operation
        self.from = from
        self.until = until
    }
}
