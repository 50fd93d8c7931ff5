import IdentityModel
import STS
import Storage

import struct Foundation.Date

/// Carrying identities from one pool to another, with their ids.
extension IdentityAdministration {
    /// How long an export may take altogether.
    package static let exportTimeout = Duration.seconds(15 * 60)
    /// Identities that are read and handed over at a time.
    private static let exportBatch = 500

    /// Writes everything that is kept of a pool's identities as JSON Lines, as it is at one moment.
    ///
    /// - Parameter take: gets whole lines, several at a time; the next are read when it has returned. It may throw to
    ///   stop.
    /// - Throws: `FederationError`, and what `take` throws.
    package func export(
        _ pool: String, by caller: RecognisedCaller, to take: @Sendable ([UInt8]) async throws -> Void
    ) async throws {
        let pool = try await pools.find(pool, for: caller).pool.id
        try await export(pool, to: take)
    }

    package func export(_ pool: IdentityPoolID, to take: @Sendable ([UInt8]) async throws -> Void) async throws {
        try exports.begin()
        defer { exports.end() }
        let writer = SharedWriter(ArchiveWriter(of: pool))
        try await take(writer.header(at: now()))
        do {
            try await identities.export(pool.uuid, batch: Self.exportBatch, timeout: Self.exportTimeout) { items in
                try await take(writer.lines(items))
            }
        } catch let error as StorageError {
            throw FederationError(error)
        }
        try await take(writer.end())
    }

    /// Begins to bring an archive into a pool; what is begun is given bytes until it has had them all.
    package func beginImport(
        into pool: String, _ options: IdentityImport.Options, by caller: RecognisedCaller
    ) async throws(FederationError) -> IdentityImport {
        IdentityImport(into: try await pools.find(pool, for: caller).pool, identities, options, at: now())
    }
}
