import IdentityModel
import Postgres

import struct Foundation.UUID

extension PoolStore {
    /// At most `limit` pools of the account in that region, in the order of their ids, behind `last`.
    package func list(
        account: AccountID, region: String, after last: UUID?, limit: Int
    ) async throws(StorageError) -> [(id: IdentityPoolID, name: String)] {
        do throws(PostgresError) {
            let rows = try await database.query(
                Self.list,
                [
                    .text(account.rawValue), .text(region), last.map(PostgresValue.uuid) ?? .null, .int64(Int64(limit)),
                ])
            return try rows.map { row throws(PostgresError) in
                (IdentityPoolID(region: region, uuid: try row.uuid(0)), try row.text(1))
            }
        } catch {
            throw StorageError(error)
        }
    }

    private static let list = Statement(
        "list_pools",
        """
        SELECT pool_id, name FROM identity_pools
         WHERE account_id = $1 AND region = $2 AND ($3::uuid IS NULL OR pool_id > $3)
         ORDER BY pool_id LIMIT $4
        """, repeatable: true)
}
