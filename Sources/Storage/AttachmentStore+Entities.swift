import IdentityModel
import Postgres

extension AttachmentStore {
    /// Roles by name and then users by name, behind the given one; nil when there is no such policy.
    ///
    /// - Parameters:
    ///   - usage: only those whose permissions, or whose boundary, the policy is; nil for both.
    ///   - kind: only these; nil for both.
    ///   - last: the last one that was seen.
    package func entities(
        with policy: PolicyARN, account: AccountID, kind: PolicyHolder.Kind?, usage: PolicyUsage?,
        pathPrefix: String, after last: (kind: String, name: String), limit: Int
    ) async throws(StorageError) -> [AttachedEntity]? {
        do throws(PostgresError) {
            var reference: [PostgresValue] = [.null, .text(policy.description)]
            if policy.account != nil {
                let found = try await database.query(
                    Self.findPolicy, [.text(account.rawValue), .text(policy.name), .text(policy.path)])
                guard let row = found.first else { return nil }
                reference = [.text(try row.text(0)), .null]
            }
            let rows = try await database.query(
                Self.entities,
                [.text(account.rawValue)] + reference + [
                    .optional(kind?.rawValue), .text(pathPrefix), .text(last.kind), .text(last.name),
                    .int64(Int64(limit)), .bool(usage != .boundary), .bool(usage != .permissions),
                ])
            return try rows.map { row throws(PostgresError) in
                guard let kind = PolicyHolder.Kind(rawValue: try row.text(0)) else {
                    throw .undecodable(column: 0, expected: "user or role")
                }
                return AttachedEntity(kind: kind, name: try row.text(1), id: try row.text(2))
            }
        } catch {
            throw StorageError(error)
        }
    }

    private static let findPolicy = Statement(
        "find_policy_id",
        """
        SELECT policy_id FROM managed_policies
         WHERE account_id = $1 AND lower(name) = lower($2) AND name = $2 AND path = $3
        """, repeatable: true)

    private static let entities = Statement(
        "entities_for_policy",
        """
        SELECT kind, name, id
          FROM (SELECT 'role'::text AS kind, r.name, r.role_id AS id, r.path
                  FROM role_attachments a JOIN roles r ON r.account_id = a.account_id AND r.role_id = a.role_id
                 WHERE $9 AND a.account_id = $1 AND (a.policy_id = $2 OR a.builtin_arn = $3)
                 UNION
                SELECT 'role', name, role_id, path FROM roles
                 WHERE $10 AND account_id = $1 AND (boundary_policy_id = $2 OR boundary_builtin_arn = $3)
                 UNION
                SELECT 'user', name, user_id, path FROM users
                 WHERE $10 AND account_id = $1 AND (boundary_policy_id = $2 OR boundary_builtin_arn = $3)
                 UNION
                SELECT 'user', u.name, u.user_id, u.path
                  FROM user_attachments a JOIN users u ON u.account_id = a.account_id AND u.user_id = a.user_id
                 WHERE $9 AND a.account_id = $1 AND (a.policy_id = $2 OR a.builtin_arn = $3)) e
         WHERE ($4::text IS NULL OR kind = $4) AND starts_with(path, $5) AND (kind, lower(name)) > ($6, lower($7))
         ORDER BY kind, lower(name) LIMIT $8
        """, repeatable: true)
}
