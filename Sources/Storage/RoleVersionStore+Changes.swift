import IdentityModel
import Postgres

import struct Foundation.UUID

/// Drafts, and which version is in force or in the shadow. Each change locks the pool's row first, so two of them never
/// mix.
extension RoleVersionStore {
    package enum DraftOutcome: Sendable, Equatable {
        case kept(Int64)
        case tooMany(limit: Int)
        case noSuchPool
    }

    /// Keeps a new version that is not in force.
    package func insertDraft(
        _ settings: RoleSettings, in pool: UUID, by change: RoleChange
    ) async throws(StorageError) -> DraftOutcome {
        try await database.settled { transaction in
            guard let row = try await transaction.query(Self.takeNumber, [.uuid(pool)]).first else {
                return .noSuchPool
            }
            let number = try row.int64(0)
            let drafts = try await transaction.query(Self.countDrafts, [.uuid(pool)]).first?.int64(0) ?? 0
            // The number is lost then, which harms nobody.
            guard drafts < Int64(Self.mostDrafts) else { return .tooMany(limit: Self.mostDrafts) }
            try await transaction.query(
                Self.insertDraft,
                [.uuid(pool), .int64(number), .text(settings.stored), .text(settings.tests)] + change.row)
            return .kept(number)
        }
    }

    package enum DeletionOutcome: Sendable, Equatable {
        case deleted
        case noSuchVersion
        /// It is in force or was, so that others may refer to it.
        case notADraft
        case inTheShadow
    }

    package func deleteDraft(_ number: Int64, of pool: UUID) async throws(StorageError) -> DeletionOutcome {
        try await database.settled { transaction in
            guard let current = try await Self.locked(pool, transaction),
                let version = try await Self.version(number, of: pool, transaction)
            else { return .noSuchVersion }
            guard version.wasNeverInForce else { return .notADraft }
            guard current.shadow != number else { return .inTheShadow }
            try await transaction.query(Self.delete, [.uuid(pool), .int64(number)])
            return .deleted
        }
    }

    package enum ActivationOutcome: Sendable, Equatable {
        /// With the version that was in force before.
        case activated(previous: Int64)
        /// It is in force already.
        case unchanged
        /// Another one is in force than the change rests on.
        case overtaken(by: Int64)
        case noSuchVersion
    }

    /// Puts a version in force.
    ///
    /// - Parameter current: the version that is in force as far as the caller knows; nil for whichever.
    package func activate(
        _ number: Int64, of pool: UUID, expecting current: Int64?, by change: RoleChange
    ) async throws(StorageError) -> ActivationOutcome {
        try await database.settled { transaction in
            guard let found = try await Self.locked(pool, transaction),
                let version = try await Self.version(number, of: pool, transaction)
            else { return .noSuchVersion }
            guard current ?? found.active == found.active else { return .overtaken(by: found.active) }
            guard number != found.active else { return .unchanged }
            let id = PostgresValue.uuid(pool)
            try await transaction.query(
                Self.setActive,
                [
                    id, .int64(number), .optional(version.settings.authenticatedRoleARN),
                    .optional(version.settings.unauthenticatedRoleARN),
                ])
            try await transaction.query(Self.markActivated, [id, .int64(number)])
            try await PoolStore.enforce(
                version.settings, number, previous: found.active, in: id, change, transaction)
            return .activated(previous: found.active)
        }
    }

    package enum ShadowOutcome: Sendable, Equatable {
        case set
        case noSuchVersion
        /// What is in force has no shadow of itself.
        case isActive
    }

    /// Lets a version be tried beside the one in force from now on; nil ends that.
    package func setShadow(_ number: Int64?, of pool: UUID) async throws(StorageError) -> ShadowOutcome {
        try await database.settled { transaction in
            guard let current = try await Self.locked(pool, transaction) else { return .noSuchVersion }
            if let number {
                guard try await Self.version(number, of: pool, transaction) != nil else { return .noSuchVersion }
                guard number != current.active else { return .isActive }
                guard number != current.shadow else { return .set }
            }
            try await transaction.query(Self.setShadow, [.uuid(pool), number.map(PostgresValue.int64) ?? .null])
            return .set
        }
    }

    private static func locked(
        _ pool: UUID, _ transaction: PostgresTransaction
    ) async throws -> (active: Int64, shadow: Int64?)? {
        guard let row = try await transaction.query(lock, [.uuid(pool)]).first else { return nil }
        return (try row.int64(0), try row.int64IfPresent(1))
    }

    private static func version(
        _ number: Int64, of pool: UUID, _ transaction: PostgresTransaction
    ) async throws -> (settings: RoleSettings, wasNeverInForce: Bool)? {
        guard let row = try await transaction.query(readVersion, [.uuid(pool), .int64(number)]).first else {
            return nil
        }
        return (try RoleSettings(row, 0, tests: try row.text(1)), try row.bool(2))
    }

    private static let takeNumber = Statement(
        "take_role_version_number",
        """
        UPDATE identity_pools SET last_role_version = last_role_version + 1 WHERE pool_id = $1
        RETURNING last_role_version
        """, repeatable: false)

    private static let countDrafts = Statement(
        "count_role_drafts",
        "SELECT count(*) FROM pool_role_versions WHERE pool_id = $1 AND activated_at IS NULL", repeatable: true)

    private static let insertDraft = Statement(
        "insert_role_draft",
        """
        INSERT INTO pool_role_versions (pool_id, number, settings, tests, author, source, comment)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """, repeatable: false)

    private static let lock = Statement(
        "lock_pool_roles", "SELECT role_version, shadow_version FROM identity_pools WHERE pool_id = $1 FOR UPDATE",
        repeatable: true)

    private static let readVersion = Statement(
        "read_role_version",
        "SELECT settings, tests, activated_at IS NULL FROM pool_role_versions WHERE pool_id = $1 AND number = $2",
        repeatable: true)

    private static let delete = Statement(
        "delete_role_version", "DELETE FROM pool_role_versions WHERE pool_id = $1 AND number = $2", repeatable: false)

    private static let setActive = Statement(
        "activate_role_version",
        """
        UPDATE identity_pools
           SET role_version = $2, authenticated_role_arn = $3, unauthenticated_role_arn = $4,
               shadow_version = nullif(shadow_version, $2),
               shadow_since = CASE WHEN shadow_version = $2 THEN NULL ELSE shadow_since END,
               version = version + 1, modified_at = now()
         WHERE pool_id = $1
        """, repeatable: false)

    private static let markActivated = Statement(
        "mark_role_version",
        "UPDATE pool_role_versions SET activated_at = now() WHERE pool_id = $1 AND number = $2", repeatable: false)

    private static let setShadow = Statement(
        "set_role_shadow",
        """
        UPDATE identity_pools SET shadow_version = $2, shadow_since = CASE WHEN $2::bigint IS NULL THEN NULL ELSE now() END
         WHERE pool_id = $1
        """, repeatable: false)
}
