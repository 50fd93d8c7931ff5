import IdentityModel
import Postgres

/// Writing pools. Whoever changes one says which version the change rests on; another's change in between is noticed.
extension PoolStore {
    package enum ChangeOutcome: Sendable, Equatable {
        case changed
        /// Somebody else changed or deleted the pool since it was read.
        case overtaken
    }

    /// Writes the pool as given, everything included, over whatever was there under its id.
    ///
    /// - Throws: `.refused` while identities of a deleted pool of that id may still be there.
    package func save(
        _ pool: IdentityPool, by change: RoleChange = RoleChange(by: "sluice", .apply), tests: String? = nil
    ) async throws(StorageError) {
        try await database.settled { transaction in
            try await transaction.query(Self.save, pool.identifiers + pool.settings)
            // Asked last: a deletion under way has been waited for.
            guard try await !Self.isBeingDeleted(pool.id.uuid, transaction) else {
                throw StorageError.refused(rule: "pool_is_being_deleted")
            }
            try await Self.write(pool, [], transaction)
            try await Self.writeRoles(of: pool, tests: tests, by: change, transaction)
        }
    }

    /// Makes a new pool, unless the account has `limit` of them in that region.
    ///
    /// - Parameter apps: what is kept of its apps, written with it or not at all.
    package func insert(
        _ pool: IdentityPool, with apps: [ProviderSecretStore.SealedApp] = [], by change: RoleChange, limit: Int
    ) async throws(StorageError) -> Bool {
        try await database.settled { transaction in
            let place: [PostgresValue] = [.text(pool.account.rawValue), .text(pool.id.region)]
            // Two who come at once must not both take the last place, so one waits until the other is done.
            try await transaction.query(Self.lockAccount, place)
            let count = try await transaction.query(Self.count, place)
            guard try count.first?.int64(0) ?? 0 < limit else { return false }
            try await transaction.query(Self.save, pool.identifiers + pool.settings)
            try await Self.write(pool, apps, transaction)
            try await Self.writeRoles(of: pool, tests: nil, by: change, transaction)
            return true
        }
    }

    /// Writes the pool as given over the version that it was read as.
    ///
    /// - Parameters:
    ///   - apps: what is kept of its apps from now on; what is kept of others stays while they are the pool's.
    ///   - change: becomes part of the new version of the role configuration, when there is one.
    ///   - tests: the test cases of the role configuration; nil keeps those that it has.
    package func replace(
        _ pool: IdentityPool, with apps: [ProviderSecretStore.SealedApp] = [], version: Int64, by change: RoleChange,
        tests: String? = nil
    ) async throws(StorageError) -> ChangeOutcome {
        try await database.settled { transaction in
            let replaced = try await transaction.query(
                Self.replace, [.uuid(pool.id.uuid)] + pool.settings + [.int64(version)])
            guard replaced.affected == 1 else { return .overtaken }
            try await Self.write(pool, apps, transaction)
            try await Self.writeRoles(of: pool, tests: tests, by: change, transaction)
            return .changed
        }
    }

    private static func write(
        _ pool: IdentityPool, _ apps: [ProviderSecretStore.SealedApp], _ transaction: PostgresTransaction
    ) async throws {
        for app in apps { try await transaction.query(ProviderSecretStore.save, app.row) }
        let id = PostgresValue.uuid(pool.id.uuid)
        for statement in [deleteProviders, deleteTagMaps] {
            try await transaction.query(statement, [id])
        }
        for (position, entry) in pool.providerRows.enumerated() {
            try await transaction.query(
                insertProvider,
                [
                    id, .text(entry.kind), .text(entry.provider), .text(entry.clientID),
                    .bool(entry.serverSideTokenCheck), .int32(Int32(position)),
                ])
        }
        try await transaction.query(deleteAppsOfOthers, [id])
        for (provider, map) in pool.principalTagMaps {
            try await transaction.query(
                insertTagMap, [id, .text(provider), .bool(map.usesDefaults), .json(PostgresJSON.object(map.claims))])
        }
    }

    private static let columns = """
        pool_id, region, account_id, name, allows_guests, allows_classic_flow, developer_provider,
        authenticated_role_arn, unauthenticated_role_arn, guest_session_policy, tags
        """

    private static let save = Statement(
        "save_pool",
        """
        INSERT INTO identity_pools (\(columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (pool_id) DO UPDATE
           SET name = excluded.name, allows_guests = excluded.allows_guests,
               allows_classic_flow = excluded.allows_classic_flow,
               developer_provider = excluded.developer_provider,
               authenticated_role_arn = excluded.authenticated_role_arn,
               unauthenticated_role_arn = excluded.unauthenticated_role_arn,
               guest_session_policy = excluded.guest_session_policy, tags = excluded.tags,
               version = identity_pools.version + 1, modified_at = now()
        """, repeatable: false)

    private static let replace = Statement(
        "replace_pool",
        """
        UPDATE identity_pools
           SET name = $2, allows_guests = $3, allows_classic_flow = $4, developer_provider = $5,
               authenticated_role_arn = $6, unauthenticated_role_arn = $7, guest_session_policy = $8, tags = $9,
               version = version + 1, modified_at = now()
         WHERE pool_id = $1 AND version = $10
        """, repeatable: false)

    /// Held until the transaction ends. The count that follows is a statement of its own and so sees what whoever held
    /// the lock before has committed.
    private static let lockAccount = Statement(
        "lock_pools_of_account",
        "SELECT pg_advisory_xact_lock(hashtextextended('pools/' || $1::text || '/' || $2::text, 0))",
        repeatable: false)

    private static let count = Statement(
        "count_pools", "SELECT count(*) FROM identity_pools WHERE account_id = $1 AND region = $2", repeatable: true)

    private static let deleteProviders = Statement(
        "delete_pool_providers", "DELETE FROM pool_providers WHERE pool_id = $1", repeatable: false)

    /// A secret goes with its app, and is not found again when the app comes back.
    private static let deleteAppsOfOthers = Statement(
        "delete_apps_of_others",
        """
        DELETE FROM pool_provider_secrets s
         WHERE s.pool_id = $1 AND NOT EXISTS (
               SELECT FROM pool_providers p
                WHERE p.pool_id = s.pool_id AND p.kind = 'social' AND p.provider = s.provider
                  AND p.client_id = s.client_id)
        """, repeatable: false)

    private static let deleteTagMaps = Statement(
        "delete_pool_principal_tags", "DELETE FROM pool_principal_tags WHERE pool_id = $1", repeatable: false)

    private static let insertProvider = Statement(
        "insert_pool_provider",
        """
        INSERT INTO pool_providers (pool_id, kind, provider, client_id, server_side_token_check, position)
        VALUES ($1, $2, $3, $4, $5, $6)
        """, repeatable: false)

    private static let insertTagMap = Statement(
        "insert_pool_principal_tags",
        "INSERT INTO pool_principal_tags (pool_id, provider, uses_defaults, claims) VALUES ($1, $2, $3, $4)",
        repeatable: false)
}

extension PostgresValue {
    static func optional(_ text: String?) -> PostgresValue { text.map(PostgresValue.text) ?? .null }
}

extension IdentityPool {
    fileprivate var identifiers: [PostgresValue] {
        [.uuid(id.uuid), .text(id.region), .text(account.rawValue)]
    }

    fileprivate var settings: [PostgresValue] {
        [
            .text(name), .bool(allowsGuests), allowsClassicFlow.map(PostgresValue.bool) ?? .null,
            .optional(developerProvider), .optional(authenticatedRoleARN), .optional(unauthenticatedRoleARN),
            .optional(guestSessionPolicy), .json(PostgresJSON.object(tags)),
        ]
    }

    fileprivate struct ProviderRow {
        let kind: String
        let provider: String
        let clientID: String
        var serverSideTokenCheck = false
    }

    fileprivate var providerRows: [ProviderRow] {
        socialProviders.map { ProviderRow(kind: "social", provider: $0.name.rawValue, clientID: $0.appID) }
            + userPoolClients.map {
                ProviderRow(
                    kind: "user_pool", provider: $0.name.rawValue, clientID: $0.clientID,
                    serverSideTokenCheck: $0.serverSideTokenCheck)
            } + openIDProviderARNs.map { ProviderRow(kind: "openid", provider: $0, clientID: "") }
            + samlProviderARNs.map { ProviderRow(kind: "saml", provider: $0, clientID: "") }
    }
}
