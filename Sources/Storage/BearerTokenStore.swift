import IdentityModel
import Postgres

import struct Foundation.UUID

/// Bearer tokens of the admin API, by the hash of the token.
package struct BearerTokenStore: Sendable {
    private let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    package enum Insertion: Sendable {
        case inserted(BearerToken)
        case tooMany, noSuchUser
    }

    /// - Parameters:
    ///   - name: of the user, in any case.
    ///   - lifetime: in seconds.
    package func insert(
        _ id: UUID, hash: [UInt8], ofUserNamed user: String, account: AccountID, name: String, lifetime: Int64
    ) async throws(StorageError) -> Insertion {
        try await database.settled { transaction in
            // Whoever makes a token of the same user waits here, so that the count holds.
            let owner = try await transaction.query(Self.lockOwner, [.text(account.rawValue), .text(user)])
            guard let row = owner.first else { return .noSuchUser }
            let key: [PostgresValue] = [.text(account.rawValue), .text(try row.text(0))]
            try await transaction.query(Self.deleteExpired, key)
            let made = try await transaction.query(
                Self.insert,
                key + [
                    .uuid(id), .bytes(hash), .text(name), .int64(lifetime), .int64(Int64(BearerToken.limitPerUser)),
                ])
            return try made.first.map { .inserted(try BearerToken($0)) } ?? .tooMany
        }
    }

    package func find(hash: [UInt8], account: AccountID) async throws(StorageError) -> BearerToken? {
        try await list(Self.find, [.text(account.rawValue), .bytes(hash)]).first
    }

    /// Those of a user, or all of the account, that have not expired; the newest first.
    package func list(of user: String?, account: AccountID) async throws(StorageError) -> [BearerToken] {
        try await list(Self.list, [.text(account.rawValue), user.map { .text($0) } ?? .null])
    }

    /// False when there is none of that id.
    package func delete(_ id: UUID, account: AccountID) async throws(StorageError) -> Bool {
        do throws(PostgresError) {
            return try await database.query(Self.delete, [.text(account.rawValue), .uuid(id)]).affected == 1
        } catch {
            throw StorageError(error)
        }
    }

    private func list(
        _ statement: Statement, _ parameters: [PostgresValue]
    ) async throws(StorageError) -> [BearerToken] {
        do throws(PostgresError) {
            return try await database.query(statement, parameters).map { row throws(PostgresError) in
                try BearerToken(row)
            }
        } catch {
            throw StorageError(error)
        }
    }

    private static let columns = "token_id, user_id, name, created_at, expires_at"

    private static let lockOwner = Statement(
        "lock_token_owner", "SELECT user_id FROM users WHERE account_id = $1 AND lower(name) = lower($2) FOR UPDATE",
        repeatable: true)

    private static let deleteExpired = Statement(
        "delete_expired_tokens",
        "DELETE FROM bearer_tokens WHERE account_id = $1 AND user_id = $2 AND expires_at <= now()", repeatable: true)

    private static let insert = Statement(
        "insert_bearer_token",
        """
        INSERT INTO bearer_tokens (token_id, account_id, user_id, hash, name, expires_at)
        SELECT $3, $1, $2, $4, $5, now() + make_interval(secs => $6::bigint)
         WHERE (SELECT count(*) FROM bearer_tokens WHERE account_id = $1 AND user_id = $2) < $7
        RETURNING \(columns)
        """, repeatable: false)

    private static let find = Statement(
        "find_bearer_token", "SELECT \(columns) FROM bearer_tokens WHERE account_id = $1 AND hash = $2",
        repeatable: true)

    private static let list = Statement(
        "list_bearer_tokens",
        """
        SELECT \(columns) FROM bearer_tokens b
         WHERE account_id = $1 AND expires_at > now()
           AND ($2::text IS NULL OR EXISTS (
               SELECT FROM users u
                WHERE u.account_id = b.account_id AND u.user_id = b.user_id AND lower(u.name) = lower($2)))
         ORDER BY created_at DESC, token_id
        """, repeatable: true)

    private static let delete = Statement(
        "delete_bearer_token", "DELETE FROM bearer_tokens WHERE account_id = $1 AND token_id = $2", repeatable: true)
}

extension BearerToken {
    /// A row that begins with (id, user, name, created, expires).
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        guard let user = UniqueID(try row.text(1)) else { throw .undecodable(column: 1, expected: "a user id") }
        self.init(
            id: try row.uuid(0), user: user, name: try row.text(2), createdAt: try row.date(3),
            expiresAt: try row.date(4))
    }
}
