import IdentityModel
import Postgres

import struct Foundation.Date

/// Users with all that belongs to them, written and deleted as one.
extension UserStore {
    package func whole(named name: String, account: AccountID) async throws(StorageError) -> WholeUser? {
        do throws(PostgresError) {
            guard let row = try await database.query(Self.findWhole, [.text(account.rawValue), .text(name)]).first
            else { return nil }
            return try WholeUser(row)
        } catch {
            throw StorageError(error)
        }
    }

    package func insert(_ whole: WholeUser) async throws(StorageError) -> Result<WholeUser, EntityRefusal> {
        let user = whole.user.user
        return try await database.settled { transaction in
            let held = try await transaction.hold(whole.policies, account: user.account)
            guard case .success(let references) = held else { return held.map { _ in whole } }
            let owner: [PostgresValue] = [.text(user.account.rawValue), .text(user.id.rawValue)]
            let made = try await transaction.query(
                Self.insertTagged,
                owner + [.text(user.path), .text(user.name)] + whole.user.tags.columns + references.boundary)
            guard !made.isEmpty else { return .failure(.exists) }
            try await transaction.write(whole.policies, references, of: .user, owner)
            return try await transaction.whole(user.name, user.account)
        }
    }

    /// Writes the policies and tags of a user.
    ///
    /// - Parameter isExpected: asked for the state that the change is made on, when nobody can change it any more.
    package func replace(
        _ name: String, account: AccountID, policies: HeldPolicies, tags: [Tag],
        onlyOn isExpected: @Sendable (WholeUser) -> Bool
    ) async throws(StorageError) -> Result<WholeUser, EntityRefusal> {
        try await database.settled { transaction in
            let found = try await transaction.lockWhole(name, account)
            guard case .success((let present, let owner)) = found else { return found.map { $0.0 } }
            guard isExpected(present) else { return .failure(.overtaken) }
            let held = try await transaction.hold(policies, account: account)
            guard case .success(let references) = held else { return held.map { _ in present } }
            try await transaction.query(Self.replaceDetails, owner + tags.columns + references.boundary)
            try await transaction.write(policies, references, of: .user, owner)
            return try await transaction.whole(name, account)
        }
    }

    /// Deletes a user with their policies and access keys.
    package func deleteWhole(
        named name: String, account: AccountID, onlyOn isExpected: @Sendable (WholeUser) -> Bool
    ) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            let found = try await transaction.lockWhole(name, account)
            guard case .success((let present, let owner)) = found else { return .notFound }
            guard isExpected(present) else { return .overtaken }
            try await transaction.query(Self.deleteKeys, owner)
            try await transaction.query(Self.delete, owner)
            return nil
        }
    }

    fileprivate static let findWhole = Statement(
        "find_whole_user",
        """
        SELECT \(detailColumns), \(HeldPolicies.columns(of: "user")),
               ARRAY(SELECT k.access_key_id || ' ' || k.active || ' ' || extract(epoch FROM k.created_at)
                       FROM access_keys k
                      WHERE k.account_id = users.account_id AND k.user_id = users.user_id
                      ORDER BY k.created_at, k.access_key_id)
          FROM users WHERE account_id = $1 AND lower(name) = lower($2)
        """, repeatable: true)

    private static let replaceDetails = Statement(
        "replace_user",
        """
        UPDATE users SET tag_keys = $3, tag_values = $4, boundary_policy_id = $5, boundary_builtin_arn = $6,
                         modified_at = now()
         WHERE account_id = $1 AND user_id = $2
        """, repeatable: false)

    private static let deleteKeys = Statement(
        "delete_access_keys_of_user", "DELETE FROM access_keys WHERE account_id = $1 AND user_id = $2",
        repeatable: false)
}

extension PostgresTransaction {
    fileprivate func whole(
        _ name: String, _ account: AccountID
    ) async throws(PostgresError) -> Result<WholeUser, EntityRefusal> {
        let rows = try await query(UserStore.findWhole, [.text(account.rawValue), .text(name)])
        guard let row = rows.first else { return .failure(.notFound) }
        return .success(try WholeUser(row))
    }

    fileprivate func lockWhole(
        _ name: String, _ account: AccountID
    ) async throws(PostgresError) -> Result<(WholeUser, owner: [PostgresValue]), EntityRefusal> {
        guard let id = try await lock(PolicyHolder(.user, name, account: account)) else {
            return .failure(.notFound)
        }
        let owner: [PostgresValue] = [.text(account.rawValue), .text(id)]
        try await lockBelongings(of: .user, owner)
        try await query(Self.lockKeys, owner)
        return try await whole(name, account).map { ($0, owner) }
    }

    private static let lockKeys = Statement(
        "lock_access_keys",
        """
        SELECT 1 FROM access_keys WHERE account_id = $1 AND user_id = $2 ORDER BY access_key_id FOR UPDATE
        """, repeatable: true)
}

extension WholeUser {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        let keys = UserDetails.columnCount + HeldPolicies.columnCount
        let user = try UserDetails(row)
        self.init(
            user: user, policies: try HeldPolicies(row, from: UserDetails.columnCount, boundary: user.boundary),
            accessKeys: [])
        for entry in try row.textArray(keys) {
            let parts = entry.split(separator: " ")
            guard parts.count == 3, let id = AccessKeyID(String(parts[0])), let seconds = Double(parts[2]) else {
                throw .undecodable(column: keys, expected: "access keys")
            }
            accessKeys.append(
                AccessKey(id: id, isActive: parts[1] == "true", createdAt: Date(timeIntervalSince1970: seconds)))
        }
    }
}
