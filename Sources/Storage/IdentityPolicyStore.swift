import IdentityModel
import Postgres

/// The policies that say what a user or a role may do: its own inline ones, and the managed ones attached to it.
package struct IdentityPolicyStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    package struct StoredPolicy: Sendable, Equatable {
        /// The name of an inline policy, the ARN of a managed one.
        package let name: String
        /// Nil for a managed policy that is built in, whose text the program has.
        package let document: String?

        package init(name: String, document: String?) {
            self.name = name
            self.document = document
        }
    }

    /// What a user or role brings to a decision.
    package struct StoredPrincipal: Sendable, Equatable {
        package var policies: [StoredPolicy] = []
        package var tags: [Tag] = []
        /// What bounds all of that; nil for no boundary.
        package var boundary: StoredPolicy?
    }

    /// Everything that counts for the principal; nil when there is no such user or role.
    package func find(
        _ principal: UniqueID, account: AccountID
    ) async throws(StorageError) -> StoredPrincipal? {
        let statement: Statement
        switch principal.kind {
        case .user: statement = Self.ofUser
        case .role: statement = Self.ofRole
        case .group, .managedPolicy: return nil
        }
        do throws(PostgresError) {
            let rows = try await database.query(statement, [.text(account.rawValue), .text(principal.rawValue)])
            guard !rows.isEmpty else { return nil }
            var found = StoredPrincipal()
            for row in rows {
                // The principal itself is a row without a policy, so that having none is told from not being there.
                guard let name = try row.textIfPresent(0) else {
                    found.tags = try row.tags(2, 3)
                    if let boundary = try row.textIfPresent(4) {
                        found.boundary = StoredPolicy(name: boundary, document: try row.textIfPresent(5))
                    }
                    continue
                }
                found.policies.append(StoredPolicy(name: name, document: try row.textIfPresent(1)))
            }
            return found
        } catch {
            throw StorageError(error)
        }
    }

    /// The text of the default version of an account's own managed policy.
    package func document(of arn: PolicyARN) async throws(StorageError) -> String? {
        do throws(PostgresError) {
            guard let key = arn.key else { return nil }
            return try await database.query(Self.managed, key).first.map { row throws(PostgresError) in
                try row.text(0)
            }
        } catch {
            throw StorageError(error)
        }
    }

    package func attach(
        _ policy: PolicyReference, to principal: UniqueID, account: AccountID
    ) async throws(StorageError) {
        do throws(PostgresError) {
            let (id, arn) = policy.columns
            _ = try await database.query(
                principal.kind == .user ? Self.attachToUser : Self.attachToRole,
                [.text(account.rawValue), .text(principal.rawValue), id, arn])
        } catch {
            throw StorageError(error)
        }
    }

    private static func policies(_ noun: String) -> String {
        """
        SELECT NULL::text, NULL::text, tag_keys, tag_values, \(BoundaryStore.column(of: "\(noun)s")),
               (SELECT v.document FROM managed_policies p
                  JOIN managed_policy_versions v
                    ON v.account_id = p.account_id AND v.policy_id = p.policy_id AND v.version = p.default_version
                 WHERE p.account_id = \(noun)s.account_id AND p.policy_id = \(noun)s.boundary_policy_id)
          FROM \(noun)s WHERE account_id = $1 AND \(noun)_id = $2
        UNION ALL
        SELECT name, document, NULL, NULL, NULL, NULL FROM \(noun)_policies WHERE account_id = $1 AND \(noun)_id = $2
        UNION ALL
        SELECT coalesce(a.builtin_arn, 'arn:aws:iam::' || p.account_id || ':policy' || p.path || p.name), v.document,
               NULL, NULL, NULL, NULL
          FROM \(noun)_attachments a
          LEFT JOIN managed_policies p ON p.account_id = a.account_id AND p.policy_id = a.policy_id
          LEFT JOIN managed_policy_versions v
            ON v.account_id = p.account_id AND v.policy_id = p.policy_id AND v.version = p.default_version
         WHERE a.account_id = $1 AND a.\(noun)_id = $2
        """
    }

    private static func attach(_ noun: String) -> String {
        """
        INSERT INTO \(noun)_attachments (account_id, \(noun)_id, policy_id, builtin_arn) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
        """
    }

    private static let managed = Statement(
        "document_of_managed_policy",
        """
        SELECT v.document
          FROM managed_policies p
          JOIN managed_policy_versions v
            ON v.account_id = p.account_id AND v.policy_id = p.policy_id AND v.version = p.default_version
         WHERE p.account_id = $1 AND lower(p.name) = lower($2) AND p.name = $2 AND p.path = $3
        """, repeatable: true)
    private static let ofUser = Statement("policies_of_user", policies("user"), repeatable: true)
    private static let ofRole = Statement("policies_of_role", policies("role"), repeatable: true)
    static let attachToUser = Statement("attach_to_user", attach("user"), repeatable: true)
    private static let attachToRole = Statement("attach_to_role", attach("role"), repeatable: true)
}

/// A managed policy, as attachments refer to it.
package enum PolicyReference: Sendable, Hashable {
    /// `ANPA…`.
    case managed(UniqueID)
    /// One that comes with the program, by ARN.
    case builtIn(String)

    var columns: (id: PostgresValue, arn: PostgresValue) {
        switch self {
        case .managed(let id): (.text(id.rawValue), .null)
        case .builtIn(let arn): (.null, .text(arn))
        }
    }
}
