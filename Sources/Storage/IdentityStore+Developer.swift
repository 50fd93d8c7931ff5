import IdentityModel
import Postgres

import struct Foundation.UUID

/// Users of a pool's developer provider, of whom one identity may have several.
extension IdentityStore {
    package func owner(
        ofUser identifier: String, at provider: ProviderName, in pool: UUID
    ) async throws(StorageError) -> UUID? {
        do throws(PostgresError) {
            return try await database.query(
                Self.findOwner, [.uuid(pool), .text(provider.rawValue), .text(identifier)]
            ).first?.uuid(0)
        } catch {
            throw StorageError(error)
        }
    }

    /// At most `limit` identifiers of the identity, in the order of their bytes, behind `last`.
    package func users(
        of identity: UUID, at provider: ProviderName, in pool: UUID, after last: String?, limit: Int
    ) async throws(StorageError) -> [String] {
        do throws(PostgresError) {
            return try await database.query(
                Self.listUsers,
                [
                    .uuid(pool), .uuid(identity), .text(provider.rawValue), .optional(last), .int64(Int64(limit)),
                ]
            ).map { row throws(PostgresError) in try row.text(0) }
        } catch {
            throw StorageError(error)
        }
    }

    package enum DeveloperUnlinkOutcome: Sendable, Equatable {
        case unlinked
        case noSuchUser
        /// The user belongs to another identity.
        case foreign
        case noSuchIdentity
        /// An administrator has disabled the identity.
        case suspended
    }

    /// Takes one user from the identity; without its last login it is disabled for good.
    package func unlink(
        user identifier: String, at provider: ProviderName, from identity: UUID, in pool: UUID
    ) async throws(StorageError) -> DeveloperUnlinkOutcome {
        try await database.settled { transaction in
            let key: [PostgresValue] = [.uuid(pool), .uuid(identity)]
            guard let row = try await transaction.query(Self.lockForUnlink, key).first else { return .noSuchIdentity }
            guard try row.isNull(1) else { return .suspended }
            let owner = try await transaction.query(
                Self.findOwner, [.uuid(pool), .text(provider.rawValue), .text(identifier)]
            ).first?.uuid(0)
            guard let owner else { return .noSuchUser }
            guard owner == identity else { return .foreign }
            try await transaction.query(
                Self.deleteUser, [.uuid(pool), .text(provider.rawValue), .text(identifier)])
            try await transaction.query(Self.disableWithoutLogins, key)
            return .unlinked
        }
    }

    private static let findOwner = Statement(
        "find_owner_of_user",
        "SELECT identity_id FROM logins WHERE pool_id = $1 AND provider = $2 AND subject = $3 AND developer",
        repeatable: true)

    private static let listUsers = Statement(
        "list_users_of_identity",
        """
        SELECT subject FROM logins
         WHERE pool_id = $1 AND identity_id = $2 AND provider = $3 AND developer AND ($4::text IS NULL OR subject > $4)
         ORDER BY subject LIMIT $5
        """, repeatable: true)

    private static let deleteUser = Statement(
        "delete_user_login", "DELETE FROM logins WHERE pool_id = $1 AND provider = $2 AND subject = $3 AND developer",
        repeatable: false)
}
