import IdentityModel
import Postgres

/// STS back ends, and which roles go to them.
package struct BackEndStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    package func find(named name: String, account: AccountID) async throws(StorageError) -> STSBackEnd? {
        try await rows(Self.find, [.text(account.rawValue), .text(name)]) { row throws(PostgresError) in
            try STSBackEnd(row)
        }.first
    }

    /// Back ends by name, behind `name`.
    package func list(
        account: AccountID, after name: String = "", limit: Int
    ) async throws(StorageError) -> [STSBackEnd] {
        try await rows(Self.list, [.text(account.rawValue), .text(name), .int64(Int64(limit))]) {
            row throws(PostgresError) in
            try STSBackEnd(row)
        }
    }

    /// Writes the back end as given, over whatever was there.
    package func save(_ backEnd: STSBackEnd) async throws(StorageError) {
        _ = try await rows(
            Self.save,
            [
                .text(backEnd.account.rawValue), .text(backEnd.name), .text(backEnd.kind.rawValue),
                .text(backEnd.endpoint), .optional(backEnd.certificateAuthority), .optional(backEnd.audience),
                .int32(Int32(clamping: backEnd.timeoutSeconds)), .int32(Int32(clamping: backEnd.maxConcurrent)),
                .bool(backEnd.allowsPrivateAddress), .bool(backEnd.allowsPlainHTTP), .bool(backEnd.passesTags),
                .bool(backEnd.passesSourceIdentity),
            ]
        ) { _ in }
    }

    /// Deletes a back end that no role names.
    package func delete(named name: String, account: AccountID) async throws(StorageError) -> EntityRefusal? {
        do throws(PostgresError) {
            let deleted = try await database.query(Self.delete, [.text(account.rawValue), .text(name)])
            return deleted.affected > 0 ? nil : .notFound
        } catch {
            // Whether a role names it is decided in the statement that deletes.
            if case .foreignKeyViolation = error { return .hasRoles }
            throw StorageError(error)
        }
    }

    // MARK: Roles

    /// The back end of a role; nil when its credentials are made here.
    package func route(of role: UniqueID, account: AccountID) async throws(StorageError) -> BackEndRoute? {
        try await rows(Self.route, [.text(account.rawValue), .text(role.rawValue)]) { row throws(PostgresError) in
            BackEndRoute(backEnd: try STSBackEnd(row), role: try RoleBackEnd(row, from: 12))
        }.first
    }

    /// The roles that name a back end, by id, behind `role`.
    package func roles(
        of backEnd: String, account: AccountID, after role: String = "", limit: Int
    ) async throws(StorageError) -> [RoleBackEnd] {
        try await rows(
            Self.roles, [.text(account.rawValue), .text(backEnd), .text(role), .int64(Int64(limit))]
        ) { row throws(PostgresError) in try RoleBackEnd(row, from: 0) }
    }

    /// Sends a role to a back end, wherever it went before.
    ///
    /// - Returns: `.notFound` when there is no such role or no such back end.
    package func assign(_ assignment: RoleBackEnd) async throws(StorageError) -> EntityRefusal? {
        do throws(PostgresError) {
            _ = try await database.query(
                Self.assign,
                [
                    .text(assignment.account.rawValue), .text(assignment.role.rawValue), .text(assignment.backEnd),
                    .optional(assignment.upstreamRoleARN), .optional(assignment.policyClaim),
                ])
            return nil
        } catch {
            if case .foreignKeyViolation = error { return .notFound }
            throw StorageError(error)
        }
    }

    /// Takes a role back: its credentials are made here again.
    package func unassign(_ role: UniqueID, account: AccountID) async throws(StorageError) -> EntityRefusal? {
        do throws(PostgresError) {
            let freed = try await database.query(Self.unassign, [.text(account.rawValue), .text(role.rawValue)])
            return freed.affected > 0 ? nil : .notFound
        } catch {
            throw StorageError(error)
        }
    }

    private func rows<Value>(
        _ statement: Statement, _ parameters: [PostgresValue], _ read: (PostgresRow) throws(PostgresError) -> Value
    ) async throws(StorageError) -> [Value] {
        do throws(PostgresError) {
            return try await database.query(statement, parameters).map { row throws(PostgresError) in try read(row) }
        } catch {
            throw StorageError(error)
        }
    }

    // MARK: Statements

    private static let columns = """
        b.account_id, b.name, b.kind, b.endpoint, b.certificate_authority, b.audience, b.timeout_seconds,
        b.max_concurrent, b.allows_private_address, b.allows_plain_http, b.passes_tags, b.passes_source_identity
        """

    private static let roleColumns = "r.account_id, r.role_id, r.backend, r.upstream_role_arn, r.policy_claim"

    private static let find = Statement(
        "find_backend", "SELECT \(columns) FROM sts_backends b WHERE b.account_id = $1 AND b.name = $2",
        repeatable: true)

    private static let list = Statement(
        "list_backends",
        "SELECT \(columns) FROM sts_backends b WHERE b.account_id = $1 AND b.name > $2 ORDER BY b.name LIMIT $3",
        repeatable: true)

    private static let save = Statement(
        "save_backend",
        """
        INSERT INTO sts_backends (account_id, name, kind, endpoint, certificate_authority, audience, timeout_seconds,
                                  max_concurrent, allows_private_address, allows_plain_http, passes_tags,
                                  passes_source_identity)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (account_id, name) DO UPDATE
           SET kind = excluded.kind, endpoint = excluded.endpoint,
               certificate_authority = excluded.certificate_authority, audience = excluded.audience,
               timeout_seconds = excluded.timeout_seconds, max_concurrent = excluded.max_concurrent,
               allows_private_address = excluded.allows_private_address,
               allows_plain_http = excluded.allows_plain_http, passes_tags = excluded.passes_tags,
               passes_source_identity = excluded.passes_source_identity, modified_at = now()
        """, repeatable: true)

    private static let delete = Statement(
        "delete_backend", "DELETE FROM sts_backends WHERE account_id = $1 AND name = $2", repeatable: false)

    private static let route = Statement(
        "backend_of_role",
        """
        SELECT \(columns), \(roleColumns)
          FROM role_backends r JOIN sts_backends b ON b.account_id = r.account_id AND b.name = r.backend
         WHERE r.account_id = $1 AND r.role_id = $2
        """, repeatable: true)

    private static let roles = Statement(
        "roles_of_backend",
        """
        SELECT \(roleColumns) FROM role_backends r
         WHERE r.account_id = $1 AND r.backend = $2 AND r.role_id > $3 ORDER BY r.role_id LIMIT $4
        """, repeatable: true)

    private static let assign = Statement(
        "assign_backend",
        """
        INSERT INTO role_backends (account_id, role_id, backend, upstream_role_arn, policy_claim)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account_id, role_id) DO UPDATE
           SET backend = excluded.backend, upstream_role_arn = excluded.upstream_role_arn,
               policy_claim = excluded.policy_claim
        """, repeatable: true)

    private static let unassign = Statement(
        "unassign_backend", "DELETE FROM role_backends WHERE account_id = $1 AND role_id = $2", repeatable: false)
}

extension STSBackEnd {
    /// The first twelve columns.
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        guard let account = AccountID(try row.text(0)) else { throw .undecodable(column: 0, expected: "an account") }
        guard let kind = Kind(rawValue: try row.text(2)) else { throw .undecodable(column: 2, expected: "a kind") }
        self.init(
            account: account, name: try row.text(1), kind: kind, endpoint: try row.text(3),
            certificateAuthority: try row.textIfPresent(4), audience: try row.textIfPresent(5),
            timeoutSeconds: Int(try row.int32(6)), maxConcurrent: Int(try row.int32(7)),
            allowsPrivateAddress: try row.bool(8), allowsPlainHTTP: try row.bool(9), passesTags: try row.bool(10),
            passesSourceIdentity: try row.bool(11))
    }
}

extension RoleBackEnd {
    /// Five columns.
    fileprivate init(_ row: PostgresRow, from first: Int) throws(PostgresError) {
        guard let account = AccountID(try row.text(first)) else {
            throw .undecodable(column: first, expected: "an account")
        }
        guard let role = UniqueID(try row.text(first + 1)) else {
            throw .undecodable(column: first + 1, expected: "a role id")
        }
        self.init(
            account: account, role: role, backEnd: try row.text(first + 2),
            upstreamRoleARN: try row.textIfPresent(first + 3), policyClaim: try row.textIfPresent(first + 4))
    }
}
