import IdentityModel
import Postgres

import struct Foundation.UUID

extension IdentityStore {
    package enum UnlinkOutcome: Sendable, Equatable {
        case unlinked
        case notLinked(ProviderName)
        /// The identity is not there, no longer anybody's, or disabled by an administrator.
        case gone
    }

    /// Takes the logins of these providers from the identity; without its last one it is disabled for good.
    package func unlink(
        _ providers: [ProviderName], from identity: UUID, in pool: UUID
    ) async throws(StorageError) -> UnlinkOutcome {
        do {
            return try await database.transaction { transaction in
                let rows = try await transaction.query(Self.lockForUnlink, [.uuid(pool), .uuid(identity)])
                guard let row = rows.first, try row.text(0) == IdentityState.authenticated.rawValue,
                    try row.isNull(1)
                else { return .gone }
                let owned = Set(
                    try await transaction.query(Self.ownedProviders, [.uuid(pool), .uuid(identity)])
                        .map { ProviderName(try $0.text(0)) })
                if let missing = providers.first(where: { !owned.contains($0) }) { return .notLinked(missing) }
                _ = try await transaction.query(
                    Self.deleteLogins, [.uuid(pool), .uuid(identity), .textArray(providers.map(\.rawValue))])
                _ = try await transaction.query(Self.disableWithoutLogins, [.uuid(pool), .uuid(identity)])
                return .unlinked
            }
        } catch let error as PostgresError {
            throw StorageError(error)
        } catch {
            throw .malformedRow("\(error)")
        }
    }

    static let lockForUnlink = Statement(
        "lock_for_unlink",
        "SELECT state, suspended_at FROM identities WHERE pool_id = $1 AND identity_id = $2 FOR UPDATE",
        repeatable: true)

    private static let ownedProviders = Statement(
        "owned_providers",
        "SELECT DISTINCT provider FROM logins WHERE pool_id = $1 AND identity_id = $2", repeatable: true)

    private static let deleteLogins = Statement(
        "delete_logins",
        "DELETE FROM logins WHERE pool_id = $1 AND identity_id = $2 AND provider = ANY($3)", repeatable: false)

    static let disableWithoutLogins = Statement(
        "disable_without_logins",
        """
        UPDATE identities i
           SET modified_at = now(),
               state = CASE WHEN EXISTS (
                   SELECT FROM logins l WHERE l.pool_id = i.pool_id AND l.identity_id = i.identity_id)
                   THEN i.state ELSE 'disabled' END
         WHERE i.pool_id = $1 AND i.identity_id = $2
        """, repeatable: false)
}
