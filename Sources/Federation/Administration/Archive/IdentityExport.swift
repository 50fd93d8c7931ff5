import IdentityModel
import Storage

import struct Foundation.Date

/// Writes everything that is kept of a pool's identities as JSON Lines, as it is at one moment.
package struct IdentityExport: Sendable {
    private let pool: IdentityPoolID
    private let identities: IdentityStore
    private let turn: ArchiveTurns.Turn
    private let begun: Date

    /// How long it may take altogether.
    package static let timeout = Duration.seconds(15 * 60)
    /// Identities that are read and handed over at a time.
    private static let batch = 500

    init(of pool: IdentityPoolID, _ identities: IdentityStore, _ turn: ArchiveTurns.Turn, at now: Date) {
        self.pool = pool
        self.identities = identities
        self.turn = turn
        begun = now
    }

    /// - Parameter take: gets whole lines, several at a time; the next are read when it has returned. It may throw to
    ///   stop.
    /// - Throws: `FederationError`, and what `take` throws.
    package func write(to take: @Sendable ([UInt8]) async throws -> Void) async throws {
        defer { withExtendedLifetime(turn) {} }
        let writer = SharedWriter(ArchiveWriter(of: pool))
        try await take(writer.header(at: begun))
        do {
            try await identities.export(pool.uuid, batch: Self.batch, timeout: Self.timeout) { items in
                try await take(writer.lines(items))
            }
        } catch let error as StorageError {
            throw FederationError(error)
        }
        try await take(writer.end())
    }
}
