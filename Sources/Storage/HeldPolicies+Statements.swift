import IdentityModel
import Postgres

extension HeldPolicies {
    static let columnCount = 3

    /// Three columns behind those of the holder: names, documents, ARNs.
    static func columns(of noun: String) -> String {
        """
        ARRAY(SELECT p.name FROM \(noun)_policies p
               WHERE p.account_id = \(noun)s.account_id AND p.\(noun)_id = \(noun)s.\(noun)_id
               ORDER BY p.name COLLATE "C"),
        ARRAY(SELECT p.document FROM \(noun)_policies p
               WHERE p.account_id = \(noun)s.account_id AND p.\(noun)_id = \(noun)s.\(noun)_id
               ORDER BY p.name COLLATE "C"),
        ARRAY(SELECT coalesce(a.builtin_arn, 'arn:aws:iam::' || m.account_id || ':policy' || m.path || m.name)
                FROM \(noun)_attachments a
                LEFT JOIN managed_policies m ON m.account_id = a.account_id AND m.policy_id = a.policy_id
               WHERE a.account_id = \(noun)s.account_id AND a.\(noun)_id = \(noun)s.\(noun)_id)
        """
    }

    /// - Parameters:
    ///   - column: the first of the three.
    ///   - boundary: as the holder's own columns have it.
    init(_ row: PostgresRow, from column: Int, boundary: String?) throws(PostgresError) {
        self.init(
            inline: Dictionary(
                zip(try row.textArray(column), try row.textArray(column + 1)), uniquingKeysWith: { first, _ in first }),
            boundary: boundary.flatMap(PolicyARN.init))
        for text in try row.textArray(column + 2) {
            guard let arn = PolicyARN(text) else { throw .undecodable(column: column + 2, expected: "policies") }
            attached.append(arn)
        }
        attached.sort { $0.description.utf8.lexicographicallyPrecedes($1.description.utf8) }
    }
}

/// The managed policies that a user or role has, each as the two columns that refer to it.
struct PolicyReferences: Sendable {
    var attached: [[PostgresValue]] = []
    var boundary: [PostgresValue] = [.null, .null]

    /// What identifies each attachment of one holder.
    var keys: [String] {
        attached.joined().compactMap { value in
            guard case .text(let key) = value else { return nil }
            return key
        }
    }
}

extension PostgresTransaction {
    /// Locks what the holder has, its own row being locked already. From then on nothing can be added, since that takes
    /// the holder's row, nor changed or taken away.
    func lockBelongings(of kind: PolicyHolder.Kind, _ owner: [PostgresValue]) async throws(PostgresError) {
        try await query(kind == .user ? Self.lockPolicies.user : Self.lockPolicies.role, owner)
        try await query(kind == .user ? Self.lockAttachments.user : Self.lockAttachments.role, owner)
    }

    /// Finds the managed policies among them. They cannot be deleted until the end.
    func hold(
        _ policies: HeldPolicies, account: AccountID
    ) async throws(PostgresError) -> Result<PolicyReferences, EntityRefusal> {
        var references = PolicyReferences()
        for policy in policies.attached {
            guard let reference = try await hold(policy, account: account) else {
                return .failure(.attachableNotFound(arn: policy.description))
            }
            references.attached.append(reference)
        }
        if let boundary = policies.boundary {
            guard let reference = try await hold(boundary, account: account) else { return .failure(.policyNotFound) }
            references.boundary = reference
        }
        return .success(references)
    }

    /// Gives the holder these policies in place of those that it has. The boundary is in the holder's own row.
    ///
    /// - Parameter references: as `hold` found them.
    func write(
        _ policies: HeldPolicies, _ references: PolicyReferences, of kind: PolicyHolder.Kind, _ owner: [PostgresValue]
    ) async throws(PostgresError) {
        let isUser = kind == .user
        let inline = policies.inline.sorted { $0.key < $1.key }
        let names = PostgresValue.textArray(inline.map(\.key))
        try await query(isUser ? Self.deletePolicies.user : Self.deletePolicies.role, owner + [names])
        try await query(
            isUser ? Self.deleteAttachments.user : Self.deleteAttachments.role, owner + [.textArray(references.keys)])
        try await query(
            isUser ? Self.putPolicies.user : Self.putPolicies.role, owner + [names, .textArray(inline.map(\.value))])
        for reference in references.attached {
            let attach = AttachmentStore.attach
            try await query(isUser ? attach.user : attach.role, owner + reference)
        }
    }

    private static let lockPolicies = PolicyHolder.statements(
        "lock_policies_of",
        "SELECT name FROM $noun_policies WHERE account_id = $1 AND $noun_id = $2 ORDER BY lower(name) FOR UPDATE",
        repeatable: true)

    private static let lockAttachments = PolicyHolder.statements(
        "lock_attachments_of",
        """
        SELECT 1 FROM $noun_attachments WHERE account_id = $1 AND $noun_id = $2
         ORDER BY coalesce(policy_id, builtin_arn) FOR UPDATE
        """, repeatable: true)

    // What stays keeps its rows: whoever waits to take one away must find it.

    private static let deletePolicies = PolicyHolder.statements(
        "delete_other_policies_of",
        """
        DELETE FROM $noun_policies
         WHERE account_id = $1 AND $noun_id = $2 AND lower(name) NOT IN (SELECT lower(n) FROM unnest($3::text[]) AS n)
        """, repeatable: false)

    private static let deleteAttachments = PolicyHolder.statements(
        "delete_other_attachments_of",
        """
        DELETE FROM $noun_attachments
         WHERE account_id = $1 AND $noun_id = $2 AND coalesce(policy_id, builtin_arn) <> ALL ($3::text[])
        """, repeatable: false)

    private static let putPolicies = PolicyHolder.statements(
        "put_policies_of",
        """
        INSERT INTO $noun_policies (account_id, $noun_id, name, document)
        SELECT $1, $2, n, d FROM unnest($3::text[], $4::text[]) AS p (n, d)
        ON CONFLICT (account_id, $noun_id, lower(name)) DO UPDATE SET name = excluded.name, document = excluded.document
        """, repeatable: false)
}
