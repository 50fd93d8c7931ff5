import IdentityModel
import Postgres

extension PoolStore {
    /// Writes the pool as given, its providers included, over whatever was there under its id.
    package func save(_ pool: IdentityPool) async throws(StorageError) {
        do {
            try await database.transaction { transaction in
                _ = try await transaction.query(
                    Self.save,
                    [
                        .uuid(pool.id.uuid), .text(pool.id.region), .text(pool.account.rawValue), .text(pool.name),
                        .bool(pool.allowsGuests), pool.allowsClassicFlow.map(PostgresValue.bool) ?? .null,
                        .optional(pool.developerProvider), .optional(pool.authenticatedRoleARN),
                        .optional(pool.unauthenticatedRoleARN), .optional(pool.guestSessionPolicy),
                    ])
                _ = try await transaction.query(Self.deleteProviders, [.uuid(pool.id.uuid)])
                for (position, entry) in pool.providerRows.enumerated() {
                    _ = try await transaction.query(
                        Self.insertProvider,
                        [
                            .uuid(pool.id.uuid), .text(entry.kind), .text(entry.provider), .text(entry.clientID),
                            .bool(entry.serverSideTokenCheck), .int32(Int32(position)),
                        ])
                }
            }
        } catch let error as PostgresError {
            throw StorageError(error)
        } catch {
            throw .malformedRow("\(error)")
        }
    }

    private static let save = Statement(
        "save_pool",
        """
        INSERT INTO identity_pools (pool_id, region, account_id, name, allows_guests, allows_classic_flow,
                                    developer_provider, authenticated_role_arn, unauthenticated_role_arn,
                                    guest_session_policy)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (pool_id) DO UPDATE
           SET name = excluded.name, allows_guests = excluded.allows_guests,
               allows_classic_flow = excluded.allows_classic_flow,
               developer_provider = excluded.developer_provider,
               authenticated_role_arn = excluded.authenticated_role_arn,
               unauthenticated_role_arn = excluded.unauthenticated_role_arn,
               guest_session_policy = excluded.guest_session_policy,
               version = identity_pools.version + 1, modified_at = now()
        """, repeatable: false)

    private static let deleteProviders = Statement(
        "delete_pool_providers", "DELETE FROM pool_providers WHERE pool_id = $1", repeatable: false)

    private static let insertProvider = Statement(
        "insert_pool_provider",
        """
        INSERT INTO pool_providers (pool_id, kind, provider, client_id, server_side_token_check, position)
        VALUES ($1, $2, $3, $4, $5, $6)
        """, repeatable: false)
}

extension PostgresValue {
    static func optional(_ text: String?) -> PostgresValue { text.map(PostgresValue.text) ?? .null }
}

extension IdentityPool {
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
    }
}
