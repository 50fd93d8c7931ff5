import IdentityModel

import struct Foundation.UUID

/// Something that happened, before it has a place in a chain.
package struct AuditEntry: Sendable, Equatable {
    /// Microseconds since 1970.
    package var time: Int64
    package var event: String
    package var requestID: UUID?
    package var pool: UUID?
    package var identity: UUID?
    /// Who acted: an ARN, or the user of this machine.
    package var actor: String?
    /// Of what was issued.
    package var accessKeyID: String?
    /// A reason code.
    package var reason: String?
    /// A JSON object.
    package var details: String

    package init(
        time: Int64, event: String, requestID: UUID? = nil, pool: UUID? = nil, identity: UUID? = nil,
        actor: String? = nil, accessKeyID: String? = nil, reason: String? = nil, details: String = "{}"
    ) {
        self.time = time
        self.event = event
        self.requestID = requestID
        self.pool = pool
        self.identity = identity
        self.actor = actor
        self.accessKeyID = accessKeyID
        self.reason = reason
        self.details = details
    }
}

/// An entry at its place in a chain.
package struct AuditRecord: Sendable, Equatable {
    package var place: ChainPlace
    package var entry: AuditEntry
    /// The hash of the record in front; what stands there instead for the first of a chain is in `AuditChain`.
    package var previous: [UInt8]
    package var hash: [UInt8]
    /// The hash, authenticated with a key that is not in the database.
    package var seal: [UInt8]

    package init(place: ChainPlace, entry: AuditEntry, previous: [UInt8], hash: [UInt8], seal: [UInt8]) {
        self.place = place
        self.entry = entry
        self.previous = previous
        self.hash = hash
        self.seal = seal
    }
}

/// Where a record stands: each process has one chain for each day.
package struct ChainPlace: Sendable, Hashable, Comparable {
    package var day: UTCDay
    package var writer: UUID
    /// From 1.
    package var sequence: Int64

    package init(day: UTCDay, writer: UUID, sequence: Int64) {
        self.day = day
        self.writer = writer
        self.sequence = sequence
    }

    package static func < (left: ChainPlace, right: ChainPlace) -> Bool {
        (left.day, left.writer.capitals, left.sequence) < (right.day, right.writer.capitals, right.sequence)
    }
}

/// Which audit records are asked for; nil counts for nothing. The latest come first.
package struct AuditFilter: Sendable, Equatable {
    package var event: String?
    package var pool: UUID?
    package var identity: UUID?
    package var accessKeyID: String?
    package var requestID: UUID?
    package var reason: String?
    package var actor: String?
    /// Microseconds since 1970, inclusive.
    package var from: Int64?
    /// Exclusive.
    package var until: Int64?

    package init(
        event: String? = nil, pool: UUID? = nil, identity: UUID? = nil, accessKeyID: String? = nil,
        requestID: UUID? = nil, reason: String? = nil, actor: String? = nil, from: Int64? = nil, until: Int64? = nil
    ) {
        self.event = event
        self.pool = pool
        self.identity = identity
        self.accessKeyID = accessKeyID
        self.requestID = requestID
        self.reason = reason
        self.actor = actor
        self.from = from
        self.until = until
    }
}
