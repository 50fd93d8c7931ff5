import IdentityModel
import Postgres

/// The managed policies that bound what a user or role may be given.
package struct BoundaryStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// Sets the boundary, over the one that is there. The policy's row is held meanwhile, so that it cannot be deleted
    /// under us.
    package func set(_ policy: PolicyARN, of holder: PolicyHolder) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            guard let id = try await transaction.lock(holder) else { return .notFound }
            guard let reference = try await transaction.hold(policy, account: holder.account) else {
                return .policyNotFound
            }
            try await transaction.query(
                holder.pick(Self.set), [.text(holder.account.rawValue), .text(id)] + reference)
            return nil
        }
    }

    /// Takes the boundary away, whether there is one or not.
    package func remove(from holder: PolicyHolder) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            guard let id = try await transaction.lock(holder) else { return .notFound }
            try await transaction.query(
                holder.pick(Self.set), [.text(holder.account.rawValue), .text(id), .null, .null])
            return nil
        }
    }

    private static let set = PolicyHolder.statements(
        "set_boundary_of",
        """
        UPDATE $nouns SET boundary_policy_id = $3, boundary_builtin_arn = $4, modified_at = now()
         WHERE account_id = $1 AND $noun_id = $2
        """, repeatable: true)

    /// The ARN of the boundary of a row of `users` or `roles`, for its list of columns.
    static func column(of table: String) -> String {
        """
        coalesce(boundary_builtin_arn,
                 (SELECT 'arn:aws:iam::' || b.account_id || ':policy' || b.path || b.name FROM managed_policies b
                   WHERE b.account_id = \(table).account_id AND b.policy_id = \(table).boundary_policy_id))
        """
    }
}

extension PostgresTransaction {
    /// The two columns that refer to a managed policy: the id of an account's own, whose row is held until the end, and
    /// the ARN of a built-in one. Nil when there is no such policy.
    func hold(_ policy: PolicyARN, account: AccountID) async throws(PostgresError) -> [PostgresValue]? {
        guard policy.account != nil else { return [.null, .text(policy.description)] }
        let found = try await query(
            Self.holdPolicy, [.text(account.rawValue), .text(policy.name), .text(policy.path)])
        return try found.first.map { row throws(PostgresError) in [.text(try row.text(0)), .null] }
    }

    private static let holdPolicy = Statement(
        "hold_policy",
        """
        SELECT policy_id FROM managed_policies
         WHERE account_id = $1 AND lower(name) = lower($2) AND name = $2 AND path = $3 FOR KEY SHARE
        """, repeatable: true)
}
