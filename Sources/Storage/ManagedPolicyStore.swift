import IdentityModel
import Postgres

/// The account's own managed policies. Names are unique whatever their case; an ARN is matched to the letter.
package struct ManagedPolicyStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// Makes a policy with its first version; nil when the name is taken.
    package func insert(
        _ arn: PolicyARN, id: UniqueID, account: AccountID, description: String?, document: String, tags: [Tag]
    ) async throws(StorageError) -> ManagedPolicy? {
        try await database.settled { transaction in
            let key: [PostgresValue] = [.text(account.rawValue), .text(id.rawValue)]
            let made = try await transaction.query(
                Self.insert, key + [.text(arn.path), .text(arn.name), .optional(description)] + tags.columns)
            guard made.affected == 1 else { return nil }
            try await transaction.query(Self.insertVersion, key + [.int32(1), .text(document)])
            return try await transaction.query(Self.findByID, key).first.map(ManagedPolicy.init)
        }
    }

    /// The ARN of the policy of that name, whatever the case it is written in.
    package func arn(named name: String, account: AccountID) async throws(StorageError) -> PolicyARN? {
        do throws(PostgresError) {
            let rows = try await database.query(Self.findPath, [.text(account.rawValue), .text(name)])
            return try rows.first.map { row throws(PostgresError) in
                PolicyARN(account: account, path: try row.text(0), name: try row.text(1))
            }
        } catch {
            throw StorageError(error)
        }
    }

    package func find(_ arn: PolicyARN) async throws(StorageError) -> ManagedPolicy? {
        do throws(PostgresError) {
            guard let key = arn.key, let row = try await database.query(Self.find, key).first else { return nil }
            return try ManagedPolicy(row)
        } catch {
            throw StorageError(error)
        }
    }

    /// Policies by name, behind `name`.
    package func list(
        account: AccountID, pathPrefix: String, onlyAttached: Bool, usage: PolicyUsage?, after name: String,
        limit: Int
    ) async throws(StorageError) -> [ManagedPolicy] {
        do throws(PostgresError) {
            return try await database.query(
                Self.list,
                [
                    .text(account.rawValue), .text(pathPrefix), .text(name), .bool(onlyAttached), .int64(Int64(limit)),
                    .optional(usage?.rawValue),
                ]
            ).map { row throws(PostgresError) in try ManagedPolicy(row) }
        } catch {
            throw StorageError(error)
        }
    }

    /// Deletes a policy that is attached nowhere, is nobody's boundary, and has no version but its default one.
    ///
    /// - Parameter withVersions: whether its other versions go with it.
    package func delete(
        _ arn: PolicyARN, withVersions: Bool = false, onlyOn isExpected: Expectation? = nil
    ) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            guard let policy = try await transaction.lock(arn) else { return .notFound }
            guard try await transaction.is(arn, as: isExpected) else { return .overtaken }
            guard policy.attachments == 0 else { return .hasAttachments }
            guard withVersions || policy.versions == 1 else { return .hasVersions }
            try await transaction.query(Self.delete, policy.key)
            return nil
        }
    }

    /// To how many users and roles each built-in policy is attached, and of how many it is the boundary; those that are
    /// used nowhere are left out.
    package func builtInUses(
        account: AccountID
    ) async throws(StorageError) -> [String: (attachments: Int, boundaries: Int)] {
        do throws(PostgresError) {
            var counts: [String: (attachments: Int, boundaries: Int)] = [:]
            for row in try await database.query(Self.countBuiltIn, [.text(account.rawValue)]) {
                counts[try row.text(0)] = (Int(try row.int64(1)), Int(try row.int64(2)))
            }
            return counts
        } catch {
            throw StorageError(error)
        }
    }

    private static let insert = Statement(
        "insert_managed_policy",
        """
        INSERT INTO managed_policies (account_id, policy_id, path, name, description, tag_keys, tag_values)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
        """, repeatable: false)

    static let insertVersion = Statement(
        "insert_policy_version",
        "INSERT INTO managed_policy_versions (account_id, policy_id, version, document) VALUES ($1, $2, $3, $4)",
        repeatable: false)

    private static let columns = """
        SELECT 'arn:aws:iam::' || p.account_id || ':policy' || p.path || p.name, p.policy_id, p.path, p.name,
               p.description, p.default_version, n.attachments, p.created_at, p.modified_at, p.tag_keys, p.tag_values,
               n.boundaries
          FROM managed_policies p
         CROSS JOIN LATERAL (
               SELECT (SELECT count(*) FROM user_attachments a
                        WHERE a.account_id = p.account_id AND a.policy_id = p.policy_id)
                    + (SELECT count(*) FROM role_attachments a
                        WHERE a.account_id = p.account_id AND a.policy_id = p.policy_id) AS attachments,
                      (SELECT count(*) FROM users u
                        WHERE u.account_id = p.account_id AND u.boundary_policy_id = p.policy_id)
                    + (SELECT count(*) FROM roles r
                        WHERE r.account_id = p.account_id AND r.boundary_policy_id = p.policy_id) AS boundaries) n
         WHERE p.account_id = $1
        """

    static let find = Statement(
        "find_managed_policy", columns + " AND lower(p.name) = lower($2) AND p.name = $2 AND p.path = $3",
        repeatable: true)

    private static let findPath = Statement(
        "find_managed_policy_path",
        "SELECT path, name FROM managed_policies WHERE account_id = $1 AND lower(name) = lower($2)", repeatable: true)

    private static let findByID = Statement(
        "find_managed_policy_by_id", columns + " AND p.policy_id = $2", repeatable: true)

    private static let list = Statement(
        "list_managed_policies",
        columns + """
             AND starts_with(p.path, $2) AND lower(p.name) > lower($3) AND (n.attachments > 0 OR NOT $4)
             AND CASE $6 WHEN 'PermissionsBoundary' THEN n.boundaries > 0
                         WHEN 'PermissionsPolicy' THEN n.attachments > 0 ELSE true END
             ORDER BY lower(p.name) LIMIT $5
            """, repeatable: true)

    private static let delete = Statement(
        "delete_managed_policy", "DELETE FROM managed_policies WHERE account_id = $1 AND policy_id = $2",
        repeatable: false)

    private static let countBuiltIn = Statement(
        "count_builtin_uses",
        """
        SELECT builtin_arn, count(*) FILTER (WHERE NOT is_boundary), count(*) FILTER (WHERE is_boundary)
          FROM (SELECT builtin_arn, false AS is_boundary FROM user_attachments WHERE account_id = $1
                 UNION ALL
                SELECT builtin_arn, false FROM role_attachments WHERE account_id = $1
                 UNION ALL
                SELECT boundary_builtin_arn, true FROM users WHERE account_id = $1
                 UNION ALL
                SELECT boundary_builtin_arn, true FROM roles WHERE account_id = $1) a
         WHERE builtin_arn IS NOT NULL GROUP BY builtin_arn
        """, repeatable: true)
}

extension ManagedPolicy {
    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            arn: try row.text(0), id: try row.text(1), path: try row.text(2), name: try row.text(3),
            description: try row.textIfPresent(4), defaultVersion: Int(try row.int32(5)),
            attachmentCount: Int(try row.int64(6)), boundaryCount: Int(try row.int64(11)), createdAt: try row.date(7),
            modifiedAt: try row.date(8), tags: try row.tags(9, 10))
    }
}

extension PolicyARN {
    /// Nil for a built-in policy, which is in no table.
    var key: [PostgresValue]? { account.map { [.text($0.rawValue), .text(name), .text(path)] } }
}
