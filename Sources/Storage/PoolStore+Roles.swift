import IdentityModel
import Postgres

import struct Foundation.UUID

/// Role configurations of pools. Whatever writes one goes through here, so that none comes into force unrecorded.
extension PoolStore {
    /// The versions of the pools' role configurations.
    package var roleVersions: RoleVersionStore { RoleVersionStore(database) }

    /// Makes the pool's roles and mappings the version in force, unless that is what is in force already.
    ///
    /// The pool's row has been written in this transaction and is locked by it.
    ///
    /// - Parameter tests: nil keeps those of the version in force.
    static func writeRoles(
        of pool: IdentityPool, tests: String?, by change: RoleChange, _ transaction: PostgresTransaction
    ) async throws {
        let id = PostgresValue.uuid(pool.id.uuid)
        guard let row = try await transaction.query(findCurrent, [id]).first else { return }
        let current = try row.textIfPresent(2) == nil ? nil : RoleSettings(row, 2, tests: try row.text(3))
        let wanted = pool.roleSettings(tests: tests ?? current?.tests ?? RoleSettings.noTests)
        // Written in any case: an earlier release that is still running knows of no versions.
        guard wanted != current else {
            return try await writeMappings(of: wanted, try row.int64(0), in: id, transaction)
        }
        let number = current == nil ? try row.int64(0) : try row.int64(1) + 1
        try await transaction.query(
            insertVersion,
            [id, .int64(number), .text(wanted.stored), .text(wanted.tests)] + change.row)
        try await transaction.query(setNumber, [id, .int64(number)])
        try await enforce(
            wanted, number, previous: current == nil ? nil : try row.int64(0), in: id, change, transaction)
    }

    /// The version exists; what is left is to write what the exchange reads, and to remember who said so.
    static func enforce(
        _ settings: RoleSettings, _ number: Int64, previous: Int64?, in id: PostgresValue, _ change: RoleChange,
        _ transaction: PostgresTransaction
    ) async throws {
        try await writeMappings(of: settings, number, in: id, transaction)
        try await transaction.query(
            insertActivation, [id, .int64(number), previous.map(PostgresValue.int64) ?? .null] + change.row)
        try await transaction.query(pruneVersions, [id, .int64(Int64(RoleVersionStore.mostFormer))])
        try await transaction.query(pruneActivations, [id, .int64(Int64(RoleVersionStore.mostActivations))])
    }

    private static func writeMappings(
        of settings: RoleSettings, _ number: Int64, in id: PostgresValue, _ transaction: PostgresTransaction
    ) async throws {
        // A text that stays keeps the version that it came with, and so its marker on the wire.
        var versions: [String: OwnFormMapping] = [:]
        for row in try await transaction.query(listOwnForms, [id]) {
            versions[try row.text(0)] = OwnFormMapping(try row.text(1), version: try row.int64(2))
        }
        try await transaction.query(deleteMappings, [id])
        for (provider, mapping) in settings.mappings {
            let own = mapping.storedOwnForm
            let kept = versions[provider].flatMap { $0 == own ? $0.version : nil }
            try await transaction.query(
                insertMapping,
                [
                    id, .text(provider), .text(mapping.storedKind), .text(mapping.ambiguousRoleResolution.rawValue),
                    .json(mapping.storedRules), .optional(own?.text), .int64(kept ?? number),
                ])
        }
    }

    private static let findCurrent = Statement(
        "find_current_roles",
        """
        SELECT p.role_version, p.last_role_version, v.settings, v.tests
          FROM identity_pools p
          LEFT JOIN pool_role_versions v ON v.pool_id = p.pool_id AND v.number = p.role_version
         WHERE p.pool_id = $1
        """, repeatable: true)

    private static let insertVersion = Statement(
        "insert_active_role_version",
        """
        INSERT INTO pool_role_versions (pool_id, number, settings, tests, author, source, comment, activated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, now())
        """, repeatable: false)

    private static let setNumber = Statement(
        "set_role_version",
        """
        UPDATE identity_pools SET role_version = $2, last_role_version = greatest(last_role_version, $2)
         WHERE pool_id = $1
        """, repeatable: false)

    private static let listOwnForms = Statement(
        "list_own_form_mappings",
        "SELECT provider, own_form, version FROM pool_role_mappings WHERE pool_id = $1 AND kind = 'Own'",
        repeatable: true)

    private static let deleteMappings = Statement(
        "delete_pool_role_mappings", "DELETE FROM pool_role_mappings WHERE pool_id = $1", repeatable: false)

    private static let insertMapping = Statement(
        "insert_pool_role_mapping",
        """
        INSERT INTO pool_role_mappings (pool_id, provider, kind, ambiguous, rules, own_form, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """, repeatable: false)

    private static let insertActivation = Statement(
        "insert_role_activation",
        """
        INSERT INTO pool_role_activations (pool_id, position, number, previous, author, source, comment)
        SELECT pool_id, version, $2, $3, $4, $5, $6 FROM identity_pools WHERE pool_id = $1
        """, repeatable: false)

    /// Those that were in force, the longest ago first; drafts are work and stay.
    private static let pruneVersions = Statement(
        "prune_role_versions",
        """
        DELETE FROM pool_role_versions
         WHERE pool_id = $1 AND number IN (
               SELECT v.number FROM pool_role_versions v JOIN identity_pools p ON p.pool_id = v.pool_id
                WHERE v.pool_id = $1 AND v.activated_at IS NOT NULL AND v.number <> p.role_version
                  AND v.number IS DISTINCT FROM p.shadow_version
                ORDER BY v.activated_at DESC, v.number DESC OFFSET $2)
        """, repeatable: false)

    private static let pruneActivations = Statement(
        "prune_role_activations",
        """
        DELETE FROM pool_role_activations
         WHERE pool_id = $1 AND position IN (
               SELECT position FROM pool_role_activations WHERE pool_id = $1 ORDER BY position DESC OFFSET $2)
        """, repeatable: false)
}

extension RoleChange {
    var row: [PostgresValue] { [.text(author), .text(source.rawValue), .text(comment)] }
}
