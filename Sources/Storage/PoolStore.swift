import IdentityModel
import Postgres
import StrictJSON

import struct Foundation.UUID

/// Pools, with everything that an exchange has to know of them.
package struct PoolStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// The pool and the registered issuers that it names, as one snapshot.
    package func find(_ id: UUID) async throws(StorageError) -> PoolSnapshot? {
        do throws(PostgresError) {
            guard let row = try await database.query(Self.find, [.uuid(id)]).first else { return nil }
            return try PoolSnapshot(row)
        } catch {
            throw StorageError(error)
        }
    }

    /// Ids of the account's pools of that name; names need not be unique.
    package func find(named name: String, account: AccountID) async throws(StorageError) -> [IdentityPoolID] {
        do throws(PostgresError) {
            let rows = try await database.query(Self.findByName, [.text(account.rawValue), .text(name)])
            return try rows.map { row throws(PostgresError) in
                IdentityPoolID(region: try row.text(1), uuid: try row.uuid(0))
            }
        } catch {
            throw StorageError(error)
        }
    }

    private static let find = Statement(
        "find_pool",
        """
        SELECT p.pool_id, p.region, p.account_id, p.name, p.allows_guests, p.allows_classic_flow,
               p.developer_provider, p.authenticated_role_arn, p.unauthenticated_role_arn, p.guest_session_policy,
               (SELECT coalesce(json_agg(json_build_array(
                           r.kind, r.provider, r.client_id, r.server_side_token_check) ORDER BY r.position), '[]')::text
                  FROM pool_providers r WHERE r.pool_id = p.pool_id),
               (SELECT coalesce(json_agg(json_build_object(
                           'url', o.url, 'client_ids', o.client_ids, 'thumbprints', o.thumbprints,
                           'key_set_url', o.key_set_url, 'discovery_url', o.discovery_url,
                           'certificate_authority', o.certificate_authority, 'algorithms', o.algorithms,
                           'trusted_audiences', o.trusted_audiences)), '[]')::text
                  FROM openid_providers o
                 WHERE o.account_id = p.account_id
                   AND 'arn:aws:iam::' || o.account_id || ':oidc-provider/' || regexp_replace(o.url, '^https?://', '')
                       IN (SELECT r.provider FROM pool_providers r WHERE r.pool_id = p.pool_id AND r.kind = 'openid')),
               (SELECT coalesce(json_object_agg(m.provider, json_build_array(
                           m.kind, m.ambiguous, m.rules, m.own_form, m.version)), '{}')::text
                  FROM pool_role_mappings m WHERE m.pool_id = p.pool_id),
               (SELECT coalesce(json_object_agg(t.provider, json_build_array(t.uses_defaults, t.claims)), '{}')::text
                  FROM pool_principal_tags t WHERE t.pool_id = p.pool_id),
               p.tags::text, p.version, p.role_version, s.number, s.settings
          FROM identity_pools p
          LEFT JOIN pool_role_versions s ON s.pool_id = p.pool_id AND s.number = p.shadow_version
         WHERE p.pool_id = $1
        """, repeatable: true)

    private static let findByName = Statement(
        "find_pools_by_name",
        "SELECT pool_id, region FROM identity_pools WHERE account_id = $1 AND name = $2 ORDER BY created_at, pool_id",
        repeatable: true)
}
