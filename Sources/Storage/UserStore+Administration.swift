import IdentityModel
import Postgres

/// What administrators do with users.
extension UserStore {
    package func details(named name: String, account: AccountID) async throws(StorageError) -> UserDetails? {
        try await details(Self.findDetails, [.text(account.rawValue), .text(name)]).first
    }

    /// Users by name, behind `name`.
    package func list(
        account: AccountID, pathPrefix: String, after name: String, limit: Int
    ) async throws(StorageError) -> [UserDetails] {
        try await details(
            Self.listDetails, [.text(account.rawValue), .text(pathPrefix), .text(name), .int64(Int64(limit))])
    }

    /// - Parameter boundary: a policy of the account, or a built-in one.
    package func insert(
        _ user: User, tags: [Tag], boundary: PolicyARN? = nil
    ) async throws(StorageError) -> Result<UserDetails, EntityRefusal> {
        try await database.settled { transaction in
            var reference: [PostgresValue] = [.null, .null]
            if let boundary {
                guard let held = try await transaction.hold(boundary, account: user.account) else {
                    return .failure(.policyNotFound)
                }
                reference = held
            }
            let made = try await transaction.query(
                Self.insertTagged,
                [.text(user.account.rawValue), .text(user.id.rawValue), .text(user.path), .text(user.name)]
                    + tags.columns + reference)
            return try made.first.map { .success(try UserDetails($0)) } ?? .failure(.exists)
        }
    }

    package func rename(
        _ name: String, account: AccountID, to newName: String?, path: String?
    ) async throws(StorageError) -> EntityRefusal? {
        do throws(PostgresError) {
            let renamed = try await database.query(
                Self.rename, [.text(account.rawValue), .text(name), .optional(newName), .optional(path)])
            return renamed.affected == 1 ? nil : .notFound
        } catch {
            if case .uniqueViolation = error { return .exists }
            throw StorageError(error)
        }
    }

    /// Deletes a user who has nothing left: no keys, no policies.
    package func delete(named name: String, account: AccountID) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            guard let id = try await transaction.lock(PolicyHolder(.user, name, account: account)) else {
                return .notFound
            }
            let key: [PostgresValue] = [.text(account.rawValue), .text(id)]
            guard let row = try await transaction.query(Self.countBelongings, key).first else { return .notFound }
            if try row.bool(0) { return .hasAccessKeys }
            if try row.bool(1) { return .hasAttachments }
            if try row.bool(2) { return .hasPolicies }
            try await transaction.query(Self.delete, key)
            return nil
        }
    }

    private func details(
        _ statement: Statement, _ parameters: [PostgresValue]
    ) async throws(StorageError) -> [UserDetails] {
        do throws(PostgresError) {
            return try await database.query(statement, parameters).map { row throws(PostgresError) in
                try UserDetails(row)
            }
        } catch {
            throw StorageError(error)
        }
    }

    static let detailColumns =
        "account_id, user_id, path, name, created_at, tag_keys, tag_values, \(BoundaryStore.column(of: "users"))"

    private static let findDetails = Statement(
        "find_user_details", "SELECT \(detailColumns) FROM users WHERE account_id = $1 AND lower(name) = lower($2)",
        repeatable: true)

    private static let listDetails = Statement(
        "list_user_details",
        """
        SELECT \(detailColumns) FROM users
         WHERE account_id = $1 AND starts_with(path, $2) AND lower(name) > lower($3) ORDER BY lower(name) LIMIT $4
        """, repeatable: true)

    static let insertTagged = Statement(
        "insert_tagged_user",
        """
        INSERT INTO users (account_id, user_id, path, name, tag_keys, tag_values, boundary_policy_id,
                           boundary_builtin_arn)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT DO NOTHING RETURNING \(detailColumns)
        """, repeatable: false)

    private static let rename = Statement(
        "rename_user",
        """
        UPDATE users SET name = coalesce($3, name), path = coalesce($4, path), modified_at = now()
         WHERE account_id = $1 AND lower(name) = lower($2)
        """, repeatable: false)

    private static let countBelongings = Statement(
        "belongings_of_user",
        """
        SELECT EXISTS (SELECT 1 FROM access_keys WHERE account_id = $1 AND user_id = $2),
               EXISTS (SELECT 1 FROM user_attachments WHERE account_id = $1 AND user_id = $2),
               EXISTS (SELECT 1 FROM user_policies WHERE account_id = $1 AND user_id = $2)
        """, repeatable: true)

    static let delete = Statement(
        "delete_user", "DELETE FROM users WHERE account_id = $1 AND user_id = $2", repeatable: false)
}

extension UserDetails {
    /// Of `UserStore.detailColumns`.
    static let columnCount = 8

    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            user: try User(row), createdAt: try row.date(4), tags: try row.tags(5, 6),
            boundary: try row.textIfPresent(7))
    }
}
