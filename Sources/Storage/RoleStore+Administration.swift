import IdentityModel
import Postgres

/// What administrators do with roles.
extension RoleStore {
    package func details(named name: String, account: AccountID) async throws(StorageError) -> RoleDetails? {
        try await details(Self.findDetails, [.text(account.rawValue), .text(name)]).first
    }

    /// Roles by name, behind `name`.
    package func list(
        account: AccountID, pathPrefix: String, after name: String, limit: Int
    ) async throws(StorageError) -> [RoleDetails] {
        try await details(
            Self.listDetails, [.text(account.rawValue), .text(pathPrefix), .text(name), .int64(Int64(limit))])
    }

    /// Makes a role; whoever its trust policy names is bound to it in the same transaction.
    ///
    /// - Parameters:
    ///   - principals: the ARNs of users and roles that the trust policy names.
    ///   - boundary: a policy of the account, or a built-in one.
    package func insert(
        _ role: RoleDetails, naming principals: [String], boundary: PolicyARN? = nil
    ) async throws(StorageError) -> Result<RoleDetails, EntityRefusal> {
        try await database.settled { transaction in
            let bound = try await transaction.bind(principals, account: role.account)
            guard case .success(let ids) = bound else { return bound.map { _ in role } }
            var reference: [PostgresValue] = [.null, .null]
            if let boundary {
                guard let held = try await transaction.hold(boundary, account: role.account) else {
                    return .failure(.policyNotFound)
                }
                reference = held
            }
            return try await transaction.insert(role, bound: ids, boundary: reference)
                .map(Result.success) ?? .failure(.exists)
        }
    }

    /// Changes what is not nil; returns the role as it is then.
    package func update(
        _ name: String, account: AccountID, description: String?, maxSessionSeconds: Int?
    ) async throws(StorageError) -> RoleDetails? {
        try await details(
            Self.update,
            [
                .text(account.rawValue), .text(name), .optional(description),
                maxSessionSeconds.map { .int32(Int32($0)) } ?? .null,
            ]
        ).first
    }

    package func setTrustPolicy(
        _ document: String, naming principals: [String], of name: String, account: AccountID
    ) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            let holder = PolicyHolder(.role, name, account: account)
            guard let id = try await transaction.lock(holder) else { return .notFound }
            switch try await transaction.bind(principals, account: account) {
            case .failure(let refusal): return refusal
            case .success(let ids):
                try await transaction.query(
                    Self.setTrust, [.text(account.rawValue), .text(id), .text(document)] + ids.columns)
                return nil
            }
        }
    }

    /// Deletes a role that has no policies. Sessions of it end, and pools that name it get a refusal from then on.
    package func delete(named name: String, account: AccountID) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            guard let id = try await transaction.lock(PolicyHolder(.role, name, account: account)) else {
                return .notFound
            }
            let key: [PostgresValue] = [.text(account.rawValue), .text(id)]
            guard let row = try await transaction.query(Self.countBelongings, key).first else { return .notFound }
            if try row.bool(0) { return .hasAttachments }
            if try row.bool(1) { return .hasPolicies }
            try await transaction.query(Self.delete, key)
            return nil
        }
    }

    /// The unique ids of users and roles of the account, by ARN; a failure names the first that is not there.
    package func bind(
        _ principals: [String], account: AccountID
    ) async throws(StorageError) -> Result<[String: String], EntityRefusal> {
        try await database.settled { try await $0.bind(principals, account: account) }
    }

    private func details(
        _ statement: Statement, _ parameters: [PostgresValue]
    ) async throws(StorageError) -> [RoleDetails] {
        do throws(PostgresError) {
            return try await database.query(statement, parameters)
                .map { row throws(PostgresError) in try RoleDetails(row) }
        } catch {
            throw StorageError(error)
        }
    }

    static let detailColumns = """
        account_id, role_id, path, name, trust_policy, max_session_seconds, description, created_at, tag_keys, tag_values,
        \(BoundaryStore.column(of: "roles"))
        """

    private static let findDetails = Statement(
        "find_role_details", "SELECT \(detailColumns) FROM roles WHERE account_id = $1 AND lower(name) = lower($2)",
        repeatable: true)

    private static let listDetails = Statement(
        "list_role_details",
        """
        SELECT \(detailColumns) FROM roles
         WHERE account_id = $1 AND starts_with(path, $2) AND lower(name) > lower($3) ORDER BY lower(name) LIMIT $4
        """, repeatable: true)

    fileprivate static let insertDetails = Statement(
        "insert_role_details",
        """
        INSERT INTO roles (account_id, role_id, path, name, trust_policy, max_session_seconds, description, tag_keys,
                           tag_values, trusted_arns, trusted_ids, boundary_policy_id, boundary_builtin_arn)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT DO NOTHING RETURNING \(detailColumns)
        """, repeatable: false)

    private static let update = Statement(
        "update_role",
        """
        UPDATE roles SET description = coalesce($3, description),
                         max_session_seconds = coalesce($4, max_session_seconds), modified_at = now()
         WHERE account_id = $1 AND lower(name) = lower($2) RETURNING \(detailColumns)
        """, repeatable: true)

    private static let setTrust = Statement(
        "set_trust_policy",
        """
        UPDATE roles SET trust_policy = $3, trusted_arns = $4, trusted_ids = $5, modified_at = now()
         WHERE account_id = $1 AND role_id = $2
        """, repeatable: true)

    private static let countBelongings = Statement(
        "belongings_of_role",
        """
        SELECT EXISTS (SELECT 1 FROM role_attachments WHERE account_id = $1 AND role_id = $2),
               EXISTS (SELECT 1 FROM role_policies WHERE account_id = $1 AND role_id = $2)
        """, repeatable: true)

    static let delete = Statement(
        "delete_role", "DELETE FROM roles WHERE account_id = $1 AND role_id = $2", repeatable: false)
}

extension PostgresTransaction {
    /// Nil when the name is taken.
    ///
    /// - Parameter boundary: the two columns that refer to it.
    func insert(
        _ role: RoleDetails, bound ids: [String: String], boundary: [PostgresValue]
    ) async throws(PostgresError) -> RoleDetails? {
        let made = try await query(
            RoleStore.insertDetails,
            [
                .text(role.account.rawValue), .text(role.id.rawValue), .text(role.path), .text(role.name),
                .text(role.trustPolicy), .int32(Int32(role.maxSessionSeconds)), .optional(role.description),
            ] + role.tags.columns + ids.columns + boundary)
        guard let row = made.first else { return nil }
        return try RoleDetails(row)
    }

    /// The unique ids of users and roles of the account, by ARN; a failure names the first that is not there.
    func bind(
        _ principals: [String], account: AccountID
    ) async throws(PostgresError) -> Result<[String: String], EntityRefusal> {
        guard !principals.isEmpty else { return .success([:]) }
        let names = principals.map { String($0.split(separator: "/").last ?? "") }
        let rows = try await query(
            Self.findPrincipals, [.text(account.rawValue), .textArray(names), .textArray(principals)])
        var ids: [String: String] = [:]
        for row in rows { ids[try row.text(0)] = try row.text(1) }
        if let missing = principals.first(where: { ids[$0] == nil }) {
            return .failure(.principalNotFound(arn: missing))
        }
        return .success(ids)
    }

    private static let findPrincipals = Statement(
        "find_principals",
        """
        SELECT arn, id
          FROM (SELECT 'arn:aws:iam::' || account_id || ':user' || path || name AS arn, user_id AS id FROM users
                 WHERE account_id = $1 AND lower(name) IN (SELECT lower(n) FROM unnest($2::text[]) n)
                 UNION ALL
                SELECT 'arn:aws:iam::' || account_id || ':role' || path || name, role_id FROM roles
                 WHERE account_id = $1 AND lower(name) IN (SELECT lower(n) FROM unnest($2::text[]) n)) p
         WHERE arn = ANY ($3::text[])
        """, repeatable: true)
}

extension RoleDetails {
    /// Of `RoleStore.detailColumns`.
    static let columnCount = 11

    init(_ row: PostgresRow) throws(PostgresError) {
        guard let account = AccountID(try row.text(0)) else { throw .undecodable(column: 0, expected: "an account") }
        guard let id = UniqueID(try row.text(1)) else { throw .undecodable(column: 1, expected: "a role id") }
        self.init(
            account: account, id: id, path: try row.text(2), name: try row.text(3), trustPolicy: try row.text(4),
            maxSessionSeconds: Int(try row.int32(5)), description: try row.textIfPresent(6),
            createdAt: try row.date(7), tags: try row.tags(8, 9), boundary: try row.textIfPresent(10))
    }
}
