import IdentityModel
import Postgres

import struct Foundation.Date
import struct Foundation.UUID

extension IdentityStore {
    package func details(_ id: UUID, in pool: UUID) async throws(StorageError) -> IdentityDetails? {
        do throws(PostgresError) {
            return try IdentityDetails.gather(try await database.query(Self.details, [.uuid(pool), .uuid(id)])).first
        } catch {
            throw StorageError(error)
        }
    }

    /// The identity of the pool that owns the login.
    package func owner(of subject: String, at provider: ProviderName, in pool: UUID) async throws(StorageError) -> UUID?
    {
        do throws(PostgresError) {
            return try await database.query(
                Self.ownerOfLogin, [.uuid(pool), .text(provider.rawValue), .text(subject)]
            ).first?.uuid(0)
        } catch {
            throw StorageError(error)
        }
    }

    static func details(
        _ id: UUID, in pool: UUID, _ transaction: PostgresTransaction
    ) async throws -> IdentityDetails? {
        try IdentityDetails.gather(try await transaction.query(details, [.uuid(pool), .uuid(id)])).first
    }

    /// - Parameter identities: what to read them from, which has their columns.
    static func detailColumns(of identities: String) -> String {
        """
        SELECT i.pool_id, i.identity_id, i.state, i.merged_into, i.created_at, i.modified_at, i.suspended_at,
               (SELECT count(*) FROM identities a WHERE a.pool_id = i.pool_id AND a.merged_into = i.identity_id),
               l.provider, l.subject, l.developer, l.audience, l.linked_at, l.last_used_at
          FROM \(identities) i
          LEFT JOIN LATERAL (
              SELECT provider, subject, developer, audience, linked_at, last_used_at FROM logins
               WHERE pool_id = i.pool_id AND identity_id = i.identity_id OFFSET 0) l ON true
        """
    }

    private static let details = Statement(
        "identity_details",
        detailColumns(of: "identities")
            + " WHERE i.pool_id = $1 AND i.identity_id = $2 ORDER BY l.provider, l.subject", repeatable: true)

    private static let ownerOfLogin = Statement(
        "owner_of_login", "SELECT identity_id FROM logins WHERE pool_id = $1 AND provider = $2 AND subject = $3",
        repeatable: true)
}

extension IdentityDetails {
    /// Rows of `detailColumns`, the rows of one identity standing together.
    static func gather(_ rows: PostgresRows) throws(PostgresError) -> [IdentityDetails] {
        var found: [IdentityDetails] = []
        var logins: [LinkedLogin] = []
        for index in rows.indices {
            let row = rows[index]
            let id = try row.uuid(1)
            if let provider = try row.textIfPresent(8) {
                logins.append(
                    LinkedLogin(
                        provider: ProviderName(provider), subject: try row.text(9), isDeveloper: try row.bool(10),
                        audience: try row.text(11), linkedAt: try row.date(12), lastUsedAt: try row.dateIfPresent(13)))
            }
            let next = rows.index(after: index)
            if next < rows.endIndex, try rows[next].uuid(1) == id { continue }
            guard let state = IdentityState(rawValue: try row.text(2)) else {
                throw .undecodable(column: 2, expected: "a state")
            }
            found.append(
                IdentityDetails(
                    pool: try row.uuid(0), id: id, state: state, suspendedAt: try row.dateIfPresent(6),
                    mergedInto: try row.uuidIfPresent(3), createdAt: try row.date(4), modifiedAt: try row.date(5),
                    aliases: Int(try row.int64(7)), logins: logins))
            logins = []
        }
        return found
    }
}
