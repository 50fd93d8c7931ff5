import IdentityModel
import Postgres

/// Inline policies of users and roles. Their names are matched whatever their case, and shown as first written.
package struct InlinePolicyStore: Sendable {
    private let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// Writes a policy, over the one of that name.
    ///
    /// - Parameter fits: whether the documents that the holder would have then are admitted together.
    package func put(
        _ name: String, _ document: String, on holder: PolicyHolder,
        fits: @Sendable (_ documents: [String]) -> Bool
    ) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            guard let id = try await transaction.lock(holder) else { return .notFound }
            let owner: [PostgresValue] = [.text(holder.account.rawValue), .text(id), .text(name)]
            var documents: [String] = []
            for row in try await transaction.query(holder.pick(Self.others), owner) {
                documents.append(try row.text(0))
            }
            guard fits(documents + [document]) else { return .limit(documents.count) }
            try await transaction.query(holder.pick(Self.put), owner + [.text(document)])
            return nil
        }
    }

    /// The document; the holder or the policy may be missing.
    package func find(
        _ name: String, of holder: PolicyHolder
    ) async throws(StorageError) -> Result<String, EntityRefusal> {
        do throws(PostgresError) {
            let rows = try await database.query(holder.pick(Self.find), holder.key + [.text(name)])
            guard let row = rows.first else { return .failure(.notFound) }
            guard let document = try row.textIfPresent(0) else { return .failure(.policyNotFound) }
            return .success(document)
        } catch {
            throw StorageError(error)
        }
    }

    /// The names in order; nil when there is no such holder.
    package func names(of holder: PolicyHolder) async throws(StorageError) -> [String]? {
        do throws(PostgresError) {
            let rows = try await database.query(holder.pick(Self.names), holder.key)
            guard !rows.isEmpty else { return nil }
            var names: [String] = []
            for row in rows { if let name = try row.textIfPresent(0) { names.append(name) } }
            return names
        } catch {
            throw StorageError(error)
        }
    }

    package func delete(_ name: String, of holder: PolicyHolder) async throws(StorageError) -> EntityRefusal? {
        do throws(PostgresError) {
            let rows = try await database.query(holder.pick(Self.delete), holder.key + [.text(name)])
            guard let row = rows.first, try row.int64(0) == 1 else { return .notFound }
            return try row.int64(1) == 1 ? nil : .policyNotFound
        } catch {
            throw StorageError(error)
        }
    }

    private static let others = PolicyHolder.statements(
        "other_policies_of",
        """
        SELECT document FROM $noun_policies WHERE account_id = $1 AND $noun_id = $2 AND lower(name) <> lower($3)
        """, repeatable: true)

    private static let put = PolicyHolder.statements(
        "put_policy_of",
        """
        INSERT INTO $noun_policies (account_id, $noun_id, name, document) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id, $noun_id, lower(name)) DO UPDATE SET document = excluded.document
        """, repeatable: true)

    private static let find = PolicyHolder.statements(
        "find_policy_of",
        """
        SELECT p.document
          FROM $nouns h LEFT JOIN $noun_policies p
            ON p.account_id = h.account_id AND p.$noun_id = h.$noun_id AND lower(p.name) = lower($3)
         WHERE h.account_id = $1 AND lower(h.name) = lower($2)
        """, repeatable: true)

    private static let names = PolicyHolder.statements(
        "policy_names_of",
        """
        SELECT p.name
          FROM $nouns h LEFT JOIN $noun_policies p ON p.account_id = h.account_id AND p.$noun_id = h.$noun_id
         WHERE h.account_id = $1 AND lower(h.name) = lower($2) ORDER BY lower(p.name)
        """, repeatable: true)

    private static let delete = PolicyHolder.statements(
        "delete_policy_of",
        """
        WITH holder AS (SELECT account_id, $noun_id FROM $nouns WHERE account_id = $1 AND lower(name) = lower($2)),
             gone AS (DELETE FROM $noun_policies p USING holder h
                       WHERE p.account_id = h.account_id AND p.$noun_id = h.$noun_id AND lower(p.name) = lower($3)
                   RETURNING 1)
        SELECT (SELECT count(*) FROM holder), (SELECT count(*) FROM gone)
        """, repeatable: false)
}
