import IdentityModel
import Postgres

import struct Foundation.Date
import struct Foundation.UUID

/// The versions of pools' role configurations. A version never changes; what changes is which one is in force.
package struct RoleVersionStore: Sendable {
    let database: PostgresClient

    /// Versions of one pool that were in force and are not; beyond, the one that left longest ago is deleted.
    package static let mostFormer = 150
    /// Versions of one pool that never were in force.
    package static let mostDrafts = 50
    /// Of one pool; the oldest are forgotten.
    package static let mostActivations = 500

    init(_ database: PostgresClient) {
        self.database = database
    }

    package func find(_ number: Int64, of pool: UUID) async throws(StorageError) -> RoleVersion? {
        do throws(PostgresError) {
            guard let row = try await database.query(Self.find, [.uuid(pool), .int64(number)]).first else { return nil }
            return RoleVersion(try Self.summary(row), try RoleSettings(row, 8, tests: try row.text(9)))
        } catch {
            throw StorageError(error)
        }
    }

    /// The one in force.
    package func active(of pool: UUID) async throws(StorageError) -> RoleVersion? {
        do throws(PostgresError) {
            guard let row = try await database.query(Self.findActive, [.uuid(pool)]).first else { return nil }
            return RoleVersion(try Self.summary(row), try RoleSettings(row, 8, tests: try row.text(9)))
        } catch {
            throw StorageError(error)
        }
    }

    /// At most `limit`, the newest first, below `last`.
    package func list(
        of pool: UUID, below last: Int64?, limit: Int
    ) async throws(StorageError) -> [RoleVersion.Summary] {
        do throws(PostgresError) {
            return try await database.query(
                Self.list, [.uuid(pool), last.map(PostgresValue.int64) ?? .null, .int64(Int64(limit))]
            ).map { row throws(PostgresError) in try Self.summary(row) }
        } catch {
            throw StorageError(error)
        }
    }

    /// When which version came into force, the last first, with the place in the list of each; below `last`.
    package func activations(
        of pool: UUID, below last: Int64?, limit: Int
    ) async throws(StorageError) -> [(position: Int64, activation: RoleActivation)] {
        do throws(PostgresError) {
            return try await database.query(
                Self.listActivations, [.uuid(pool), last.map(PostgresValue.int64) ?? .null, .int64(Int64(limit))]
            ).map { row throws(PostgresError) in
                (
                    try row.int64(0),
                    RoleActivation(
                        number: try row.int64(1), previous: try row.int64IfPresent(2), change: try Self.change(row, 3),
                        activatedAt: try row.date(6))
                )
            }
        } catch {
            throw StorageError(error)
        }
    }

    /// Since when the pool's shadow has been tried; nil without one.
    package func shadow(of pool: UUID) async throws(StorageError) -> (number: Int64, since: Date)? {
        do throws(PostgresError) {
            guard let row = try await database.query(Self.findShadow, [.uuid(pool)]).first else { return nil }
            return (try row.int64(0), try row.date(1))
        } catch {
            throw StorageError(error)
        }
    }

    private static func summary(_ row: PostgresRow) throws(PostgresError) -> RoleVersion.Summary {
        let number = try row.int64(0)
        let activated = try row.dateIfPresent(5)
        let state: RoleVersion.State =
            if number == (try row.int64(6)) {
                .active
            } else {
                activated == nil ? .draft : .former
            }
        return RoleVersion.Summary(
            number: number, state: state, isShadow: try row.int64IfPresent(7) == number, change: try change(row, 1),
            createdAt: try row.date(4), activatedAt: activated)
    }

    private static func change(_ row: PostgresRow, _ column: Int) throws(PostgresError) -> RoleChange {
        guard let source = RoleChange.Source(rawValue: try row.text(column + 1)) else {
            throw .undecodable(column: column + 1, expected: "a source of changes")
        }
        return RoleChange(by: try row.text(column), source, comment: try row.text(column + 2))
    }

    private static let columns = """
        v.number, v.author, v.source, v.comment, v.created_at, v.activated_at, p.role_version, p.shadow_version
        """

    private static let find = Statement(
        "find_role_version",
        """
        SELECT \(columns), v.settings, v.tests
          FROM pool_role_versions v JOIN identity_pools p ON p.pool_id = v.pool_id
         WHERE v.pool_id = $1 AND v.number = $2
        """, repeatable: true)

    private static let findActive = Statement(
        "find_active_role_version",
        """
        SELECT \(columns), v.settings, v.tests
          FROM pool_role_versions v JOIN identity_pools p ON p.pool_id = v.pool_id
         WHERE v.pool_id = $1 AND v.number = p.role_version
        """, repeatable: true)

    private static let list = Statement(
        "list_role_versions",
        """
        SELECT \(columns)
          FROM pool_role_versions v JOIN identity_pools p ON p.pool_id = v.pool_id
         WHERE v.pool_id = $1 AND ($2::bigint IS NULL OR v.number < $2)
         ORDER BY v.number DESC LIMIT $3
        """, repeatable: true)

    private static let listActivations = Statement(
        "list_role_activations",
        """
        SELECT position, number, previous, author, source, comment, activated_at
          FROM pool_role_activations
         WHERE pool_id = $1 AND ($2::bigint IS NULL OR position < $2)
         ORDER BY position DESC LIMIT $3
        """, repeatable: true)

    private static let findShadow = Statement(
        "find_role_shadow",
        "SELECT shadow_version, shadow_since FROM identity_pools WHERE pool_id = $1 AND shadow_version IS NOT NULL",
        repeatable: true)
}
