import IdentityModel
import Postgres

import struct Foundation.Date

/// Long-term access keys, their secrets sealed by the master key.
package struct AccessKeyStore: Sendable {
    private let database: PostgresClient
    private let masterKey: MasterKey

    package init(_ database: PostgresClient, masterKey: MasterKey) {
        self.database = database
        self.masterKey = masterKey
    }

    /// Whose key it is, and the secret that signatures are judged by.
    package struct Holder: Sendable {
        package let user: User
        package let isActive: Bool
        package let secret: Secret<String>
    }

    package enum InsertOutcome: Sendable, Equatable {
        case inserted(at: Date)
        case tooMany(limit: Int)
        case noSuchUser
    }

    package func find(_ id: AccessKeyID) async throws(StorageError) -> Holder? {
        let row: (user: User, isActive: Bool, sealed: [UInt8])
        do throws(PostgresError) {
            guard let found = try await database.query(Self.find, [.text(id.rawValue)]).first else { return nil }
            row = (try User(found), try found.bool(4), try found.bytes(5))
        } catch {
            throw StorageError(error)
        }
        let secret = try masterKey.open(row.sealed, for: Self.purpose(id))
        return Holder(
            user: row.user, isActive: row.isActive, secret: Secret(String(decoding: secret.reveal(), as: UTF8.self)))
    }

    /// Gives the user a key. The user's row is locked meanwhile, so that the limit holds under any race.
    package func insert(
        _ id: AccessKeyID, secret: Secret<String>, of user: UniqueID, account: AccountID
    ) async throws(StorageError) -> InsertOutcome {
        let sealed = try masterKey.seal(Secret(Array(secret.reveal().utf8)), for: Self.purpose(id))
        return try await database.settled { transaction in
            let owner: [PostgresValue] = [.text(account.rawValue), .text(user.rawValue)]
            guard try await !transaction.query(Self.lockUser, owner).isEmpty else { return .noSuchUser }
            let count = try await transaction.query(Self.count, owner).first?.int64(0) ?? 0
            guard count < AccessKey.limitPerUser else { return .tooMany(limit: AccessKey.limitPerUser) }
            let made = try await transaction.query(Self.insert, [.text(id.rawValue)] + owner + [.bytes(sealed)])
            guard let row = made.first else { return .noSuchUser }
            return .inserted(at: try row.date(0))
        }
    }

    /// Makes a user who already has a built-in policy and a key, all or nothing. False when the name is taken.
    package func insert(
        _ user: User, attaching builtInPolicy: String, _ id: AccessKeyID, secret: Secret<String>
    ) async throws(StorageError) -> Bool {
        let sealed = try masterKey.seal(Secret(Array(secret.reveal().utf8)), for: Self.purpose(id))
        return try await database.settled { transaction in
            let owner: [PostgresValue] = [.text(user.account.rawValue), .text(user.id.rawValue)]
            let made = try await transaction.query(UserStore.insert, owner + [.text(user.path), .text(user.name)])
            guard made.affected == 1 else { return false }
            try await transaction.query(IdentityPolicyStore.attachToUser, owner + [.null, .text(builtInPolicy)])
            try await transaction.query(Self.insert, [.text(id.rawValue)] + owner + [.bytes(sealed)])
            return true
        }
    }

    /// The user's keys, oldest first.
    package func list(of user: UniqueID, account: AccountID) async throws(StorageError) -> [AccessKey] {
        do throws(PostgresError) {
            return try await database.query(Self.list, [.text(account.rawValue), .text(user.rawValue)])
                .map { row throws(PostgresError) in
                    guard let id = AccessKeyID(try row.text(0)) else {
                        throw .undecodable(column: 0, expected: "an access key id")
                    }
                    return AccessKey(id: id, isActive: try row.bool(1), createdAt: try row.date(2))
                }
        } catch {
            throw StorageError(error)
        }
    }

    /// False when the user has no such key.
    ///
    /// - Parameter wasActive: the state that it must be in; nil for any.
    package func setActive(
        _ isActive: Bool, _ id: AccessKeyID, of user: UniqueID, account: AccountID, wasActive: Bool? = nil
    ) async throws(StorageError) -> Bool {
        try await change(
            Self.setActive, id, user, account, [.bool(isActive), wasActive.map(PostgresValue.bool) ?? .null])
    }

    /// False when the user has no such key.
    ///
    /// - Parameter wasActive: the state that it must be in; nil for any.
    package func delete(
        _ id: AccessKeyID, of user: UniqueID, account: AccountID, wasActive: Bool? = nil
    ) async throws(StorageError) -> Bool {
        try await change(Self.delete, id, user, account, [wasActive.map(PostgresValue.bool) ?? .null])
    }

    private func change(
        _ statement: Statement, _ id: AccessKeyID, _ user: UniqueID, _ account: AccountID,
        _ more: [PostgresValue]
    ) async throws(StorageError) -> Bool {
        do throws(PostgresError) {
            let parameters: [PostgresValue] = [.text(id.rawValue), .text(account.rawValue), .text(user.rawValue)]
            return try await database.query(statement, parameters + more).affected == 1
        } catch {
            throw StorageError(error)
        }
    }

    private static func purpose(_ id: AccessKeyID) -> String { "access_keys/\(id)" }

    private static let find = Statement(
        "find_access_key",
        """
        SELECT u.account_id, u.user_id, u.path, u.name, k.active, k.secret
          FROM access_keys k JOIN users u ON u.account_id = k.account_id AND u.user_id = k.user_id
         WHERE k.access_key_id = $1
        """, repeatable: true)

    private static let lockUser = Statement(
        "lock_user_for_key", "SELECT 1 FROM users WHERE account_id = $1 AND user_id = $2 FOR UPDATE", repeatable: true)

    private static let count = Statement(
        "count_access_keys", "SELECT count(*) FROM access_keys WHERE account_id = $1 AND user_id = $2",
        repeatable: true)

    private static let insert = Statement(
        "insert_access_key",
        """
        INSERT INTO access_keys (access_key_id, account_id, user_id, secret) VALUES ($1, $2, $3, $4)
        RETURNING created_at
        """,
        repeatable: false)

    private static let list = Statement(
        "list_access_keys",
        """
        SELECT access_key_id, active, created_at FROM access_keys
         WHERE account_id = $1 AND user_id = $2 ORDER BY created_at, access_key_id
        """, repeatable: true)

    private static let setActive = Statement(
        "set_access_key_active",
        """
        UPDATE access_keys SET active = $4
         WHERE access_key_id = $1 AND account_id = $2 AND user_id = $3 AND ($5::boolean IS NULL OR active = $5)
        """,
        repeatable: true)

    private static let delete = Statement(
        "delete_access_key",
        """
        DELETE FROM access_keys
         WHERE access_key_id = $1 AND account_id = $2 AND user_id = $3 AND ($4::boolean IS NULL OR active = $4)
        """, repeatable: false)
}
