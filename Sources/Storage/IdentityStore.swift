import IdentityModel
import Postgres

import struct Foundation.UUID

/// Identities and their logins. Each call is one atomic step.
package struct IdentityStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// Makes a guest. False when the pool is not there.
    package func insertGuest(_ id: UUID, in pool: UUID) async throws(StorageError) -> Bool {
        do throws(PostgresError) {
            let rows = try await database.query(Self.insertGuest, [.uuid(pool), .uuid(id)])
            return try rows.first?.bool(0) ?? false
        } catch {
            throw StorageError(error)
        }
    }

    /// The identity that owns the login; when nobody does, `fresh` is made and owns it from now on. Nil when the pool
    /// is not there.
    ///
    /// One statement, so that any number of simultaneous first logins get one answer.
    package func findOrLink(
        _ login: LoginKey, in pool: UUID, fresh: UUID
    ) async throws(StorageError) -> LoginOwner? {
        do throws(PostgresError) {
            for _ in 0..<Self.looks {
                let rows = try await database.query(
                    Self.findOrLink,
                    [
                        .uuid(pool), .text(login.provider.rawValue), .text(login.subject), .uuid(fresh),
                        .text(login.audience),
                    ])
                guard let row = rows.first else { return nil }
                // Whose it became while we waited is known by its id alone, and what it is shows in another look.
                guard let isSuspended = try row.boolIfPresent(1) else { continue }
                return LoginOwner(id: try row.uuid(0), isSuspended: isSuspended)
            }
        } catch {
            throw StorageError(error)
        }
        throw .contended
    }

    /// A login would have to be unlinked and claimed anew between every two looks.
    private static let looks = 4

    /// The identity of that id, in whatever pool it is.
    package func find(_ id: UUID) async throws(StorageError) -> IdentityRecord? {
        do throws(PostgresError) {
            return try IdentityRecord.gather(try await database.query(Self.find, [.uuid(id)])).first
        } catch {
            throw StorageError(error)
        }
    }

    private static let insertGuest = Statement(
        "insert_guest",
        """
        WITH born AS (
            INSERT INTO identities (pool_id, identity_id, state)
            SELECT pool_id, $2, 'guest' FROM identity_pools WHERE pool_id = $1
            ON CONFLICT (pool_id, identity_id) DO NOTHING)
        SELECT EXISTS (SELECT FROM identity_pools WHERE pool_id = $1)
        """, repeatable: true)

    /// A login that another transaction claims between our look and our insert makes the insert wait for it and then
    /// return the winner's row, which `DO NOTHING` would not.
    private static let findOrLink = Statement(
        "find_or_link",
        """
        WITH known AS (
            SELECT l.identity_id,
                   (SELECT i.suspended_at IS NOT NULL FROM identities i
                     WHERE i.pool_id = l.pool_id AND i.identity_id = l.identity_id) AS suspended
              FROM logins l WHERE l.pool_id = $1 AND l.provider = $2 AND l.subject = $3
        ), claimed AS (
            INSERT INTO logins (pool_id, provider, subject, identity_id, audience)
            SELECT pool_id, $2, $3, $4, $5 FROM identity_pools
             WHERE pool_id = $1 AND NOT EXISTS (SELECT FROM known)
            ON CONFLICT ON CONSTRAINT logins_one_owner DO UPDATE SET audience = logins.audience
            RETURNING identity_id
        ), born AS (
            INSERT INTO identities (pool_id, identity_id, state)
            SELECT $1, identity_id, 'authenticated' FROM claimed WHERE identity_id = $4
        )
        SELECT identity_id, suspended FROM known
        UNION ALL SELECT identity_id, CASE WHEN identity_id = $4 THEN false END FROM claimed
        """, repeatable: true)

    /// The offset keeps the planner from joining whole tables, which it would while they are young and it knows nothing
    /// of them; a connection may keep such a plan for hours.
    private static let find = Statement(
        "find_identity",
        """
        SELECT i.pool_id, i.identity_id, i.state, i.merged_into, i.created_at, l.provider, l.subject, l.developer,
               i.suspended_at
          FROM identities i
          LEFT JOIN LATERAL (
              SELECT provider, subject, developer FROM logins
               WHERE pool_id = i.pool_id AND identity_id = i.identity_id OFFSET 0) l ON true
         WHERE i.identity_id = $1
        """, repeatable: true)
}

/// Whose a login is.
package struct LoginOwner: Sendable, Equatable {
    package let id: UUID
    /// An administrator has disabled the identity.
    package let isSuspended: Bool
}

extension IdentityRecord {
    /// Rows of (pool, id, state, merged into, created, provider?, subject?, developer?, suspended?), the rows of one
    /// identity standing together.
    static func gather(_ rows: PostgresRows) throws(PostgresError) -> [IdentityRecord] {
        var records: [IdentityRecord] = []
        var logins: [OwnedLogin] = []
        for index in rows.indices {
            let row = rows[index]
            let id = try row.uuid(1)
            if let provider = try row.textIfPresent(5) {
                logins.append(
                    .init(provider: ProviderName(provider), subject: try row.text(6), isDeveloper: try row.bool(7)))
            }
            let next = rows.index(after: index)
            if next < rows.endIndex, try rows[next].uuid(1) == id { continue }
            guard let state = IdentityState(rawValue: try row.text(2)) else {
                throw .undecodable(column: 2, expected: "a state")
            }
            records.append(
                IdentityRecord(
                    pool: try row.uuid(0), id: id, state: state, mergedInto: try row.uuidIfPresent(3),
                    createdAt: try row.date(4), suspendedAt: try row.dateIfPresent(8), logins: logins))
            logins = []
        }
        return records
    }
}
