import IdentityModel
import Postgres
import StrictJSON

/// IAM roles with their inline policies.
package struct RoleStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// The role with exactly that ARN. Names are unique whatever their case, but a policy that names one names it as it
    /// is written, so an ARN in another spelling must not lead here.
    package func find(_ arn: RoleARN) async throws(StorageError) -> Role? {
        guard let role = try await find(named: arn.name, account: arn.account), role.path == arn.path,
            role.name.utf8.elementsEqual(arn.name.utf8)
        else { return nil }
        return role
    }

    package func find(named name: String, account: AccountID) async throws(StorageError) -> Role? {
        try await first(Self.findByName, [.text(account.rawValue), .text(name)])
    }

    package func find(id: UniqueID, account: AccountID) async throws(StorageError) -> Role? {
        try await first(Self.findByID, [.text(account.rawValue), .text(id.rawValue)])
    }

    /// Writes the role as given, its policies included; a role of that name keeps its id.
    package func save(_ role: Role) async throws(StorageError) {
        do {
            try await database.transaction { transaction in
                let saved = try await transaction.query(
                    Self.save,
                    [
                        .text(role.account.rawValue), .text(role.id.rawValue), .text(role.path), .text(role.name),
                        .text(role.trustPolicy), .int32(Int32(role.maxSessionSeconds)),
                    ] + role.trustedIDs.columns)
                guard let id = try saved.first?.text(0) else { return }
                _ = try await transaction.query(Self.deletePolicies, [.text(role.account.rawValue), .text(id)])
                for (name, document) in role.policies.sorted(by: { $0.key < $1.key }) {
                    _ = try await transaction.query(
                        Self.insertPolicy,
                        [.text(role.account.rawValue), .text(id), .text(name), .text(document)])
                }
            }
        } catch let error as PostgresError {
            throw StorageError(error)
        } catch {
            throw .malformedRow("\(error)")
        }
    }

    private func first(_ statement: Statement, _ parameters: [PostgresValue]) async throws(StorageError) -> Role? {
        do throws(PostgresError) {
            guard let row = try await database.query(statement, parameters).first else { return nil }
            return try Role(row)
        } catch {
            throw StorageError(error)
        }
    }

    private static let columns = """
        SELECT r.account_id, r.role_id, r.path, r.name, r.trust_policy, r.max_session_seconds,
               ARRAY(SELECT p.name FROM role_policies p
                      WHERE p.account_id = r.account_id AND p.role_id = r.role_id ORDER BY p.name),
               ARRAY(SELECT p.document FROM role_policies p
                      WHERE p.account_id = r.account_id AND p.role_id = r.role_id ORDER BY p.name),
               r.trusted_arns, r.trusted_ids, r.tag_keys, r.tag_values
          FROM roles r
        """

    private static let findByName = Statement(
        "find_role_by_name", columns + " WHERE r.account_id = $1 AND lower(r.name) = lower($2)", repeatable: true)

    private static let findByID = Statement(
        "find_role_by_id", columns + " WHERE r.account_id = $1 AND r.role_id = $2", repeatable: true)

    private static let save = Statement(
        "save_role",
        """
        INSERT INTO roles (account_id, role_id, path, name, trust_policy, max_session_seconds, trusted_arns, trusted_ids)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (account_id, lower(name)) DO UPDATE
           SET path = excluded.path, trust_policy = excluded.trust_policy,
               max_session_seconds = excluded.max_session_seconds, trusted_arns = excluded.trusted_arns,
               trusted_ids = excluded.trusted_ids, modified_at = now()
        RETURNING role_id
        """, repeatable: true)

    private static let deletePolicies = Statement(
        "delete_role_policies", "DELETE FROM role_policies WHERE account_id = $1 AND role_id = $2", repeatable: true)

    private static let insertPolicy = Statement(
        "insert_role_policy",
        "INSERT INTO role_policies (account_id, role_id, name, document) VALUES ($1, $2, $3, $4)", repeatable: false)
}

extension Role {
    init(_ row: PostgresRow) throws(PostgresError) {
        guard let account = AccountID(try row.text(0)) else { throw .undecodable(column: 0, expected: "an account") }
        guard let id = UniqueID(try row.text(1)) else { throw .undecodable(column: 1, expected: "a role id") }
        let names = try row.textArray(6)
        let documents = try row.textArray(7)
        self.init(
            account: account, id: id, path: try row.text(2), name: try row.text(3), trustPolicy: try row.text(4),
            maxSessionSeconds: Int(try row.int32(5)),
            policies: Dictionary(zip(names, documents), uniquingKeysWith: { first, _ in first }),
            trustedIDs: Dictionary(
                zip(try row.textArray(8), try row.textArray(9)), uniquingKeysWith: { first, _ in first }),
            tags: try row.tags(10, 11))
    }
}
