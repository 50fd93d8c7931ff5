import IdentityModel
import Postgres

/// Which managed policies are attached to whom.
package struct AttachmentStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// Attaching twice is attaching once. The policy's row is held meanwhile, so that it cannot be deleted under us.
    package func attach(
        _ policy: PolicyARN, to holder: PolicyHolder, limit: Int
    ) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            guard let id = try await transaction.lock(holder) else { return .notFound }
            guard let reference = try await transaction.hold(policy, account: holder.account) else {
                return .policyNotFound
            }
            let owner: [PostgresValue] = [.text(holder.account.rawValue), .text(id)]
            let others = try await transaction.query(holder.pick(Self.countOthers), owner + reference)
            guard try others.first?.int64(0) ?? 0 < limit else { return .limit(limit) }
            try await transaction.query(holder.pick(Self.attach), owner + reference)
            return nil
        }
    }

    package func detach(_ policy: PolicyARN, from holder: PolicyHolder) async throws(StorageError) -> EntityRefusal? {
        do throws(PostgresError) {
            // A built-in policy may share its name with one of the account.
            let own: [PostgresValue] =
                policy.account == nil ? [.null, .null] : [.text(policy.name), .text(policy.path)]
            let rows = try await database.query(
                holder.pick(Self.detach), holder.key + [.text(policy.description)] + own)
            guard let row = rows.first, try row.int64(0) == 1 else { return .notFound }
            return try row.int64(1) == 1 ? nil : .policyNotFound
        } catch {
            throw StorageError(error)
        }
    }

    /// The policies in the order of their names; nil when there is no such holder.
    package func policies(of holder: PolicyHolder) async throws(StorageError) -> [PolicyARN]? {
        do throws(PostgresError) {
            let rows = try await database.query(holder.pick(Self.policies), holder.key)
            guard !rows.isEmpty else { return nil }
            var policies: [PolicyARN] = []
            for row in rows {
                guard let text = try row.textIfPresent(0) else { continue }
                guard let arn = PolicyARN(text) else { throw .undecodable(column: 0, expected: "a policy") }
                policies.append(arn)
            }
            return policies.sorted { $0.name.lowercased() < $1.name.lowercased() }
        } catch {
            throw StorageError(error)
        }
    }

    static let attach = PolicyHolder.statements(
        "attach_policy_to",
        """
        INSERT INTO $noun_attachments (account_id, $noun_id, policy_id, builtin_arn) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
        """, repeatable: true)

    private static let countOthers = PolicyHolder.statements(
        "count_other_attachments_of",
        """
        SELECT count(*) FROM $noun_attachments
         WHERE account_id = $1 AND $noun_id = $2 AND coalesce(policy_id, builtin_arn) <> coalesce($3, $4)
        """, repeatable: true)

    private static let detach = PolicyHolder.statements(
        "detach_policy_from",
        """
        WITH holder AS (SELECT account_id, $noun_id FROM $nouns WHERE account_id = $1 AND lower(name) = lower($2)),
             gone AS (DELETE FROM $noun_attachments a USING holder h
                       WHERE a.account_id = h.account_id AND a.$noun_id = h.$noun_id
                         AND (a.builtin_arn = $3
                              OR a.policy_id = (SELECT policy_id FROM managed_policies
                                                 WHERE account_id = $1 AND name = $4 AND path = $5))
                   RETURNING 1)
        SELECT (SELECT count(*) FROM holder), (SELECT count(*) FROM gone)
        """, repeatable: false)

    private static let policies = PolicyHolder.statements(
        "attachments_of",
        """
        SELECT coalesce(a.builtin_arn, 'arn:aws:iam::' || p.account_id || ':policy' || p.path || p.name)
          FROM $nouns h
          LEFT JOIN $noun_attachments a ON a.account_id = h.account_id AND a.$noun_id = h.$noun_id
          LEFT JOIN managed_policies p ON p.account_id = a.account_id AND p.policy_id = a.policy_id
         WHERE h.account_id = $1 AND lower(h.name) = lower($2)
        """, repeatable: true)
}
