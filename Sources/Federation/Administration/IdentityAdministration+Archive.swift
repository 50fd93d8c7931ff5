import IdentityModel
import STS
import Storage

import struct Foundation.Date

/// Carrying identities from one pool to another, with their ids.
extension IdentityAdministration {
    /// Begins an export of a pool. It takes one of the few turns for as long as it is held.
    package func beginExport(
        _ pool: String, by caller: RecognisedCaller
    ) async throws(FederationError) -> IdentityExport {
        let pool = try await pools.find(pool, for: caller).pool.id
        return IdentityExport(of: pool, identities, try exports.take(orElse: IdentityProblem.tooManyExports), at: now())
    }

    /// Begins to bring an archive into a pool; what is begun is given bytes until it has had them all. It takes one of the
    /// few turns for as long as it is held.
    package func beginImport(
        into pool: String, _ options: IdentityImport.Options, by caller: RecognisedCaller
    ) async throws(FederationError) -> IdentityImport {
        let pool = try await pools.find(pool, for: caller).pool
        let turn = try imports.take(orElse: IdentityProblem.tooManyImports)
        return IdentityImport(into: pool, identities, options, turn, at: now())
    }
}
