import IdentityModel
import Postgres

/// Roles with all that belongs to them, written and deleted as one.
extension RoleStore {
    package func whole(named name: String, account: AccountID) async throws(StorageError) -> WholeRole? {
        do throws(PostgresError) {
            guard let row = try await database.query(Self.findWhole, [.text(account.rawValue), .text(name)]).first
            else { return nil }
            return try WholeRole(row)
        } catch {
            throw StorageError(error)
        }
    }

    /// - Parameter principals: the ARNs of users and roles that the trust policy names.
    package func insert(
        _ whole: WholeRole, naming principals: [String]
    ) async throws(StorageError) -> Result<WholeRole, EntityRefusal> {
        let role = whole.role
        return try await database.settled { transaction in
            // Everything that may be refused comes before the first row is written.
            let bound = try await transaction.bind(principals, account: role.account)
            guard case .success(let ids) = bound else { return bound.map { _ in whole } }
            let held = try await transaction.hold(whole.policies, account: role.account)
            guard case .success(let references) = held else { return held.map { _ in whole } }
            let made = try await transaction.insert(role, bound: ids, boundary: references.boundary)
            guard made != nil else { return .failure(.exists) }
            try await transaction.write(
                whole.policies, references, of: .role, [.text(role.account.rawValue), .text(role.id.rawValue)])
            return try await transaction.whole(role.name, role.account)
        }
    }

    /// Writes all of a role but its name and path.
    ///
    /// - Parameter isExpected: asked for the state that the change is made on, when nobody can change it any more.
    package func replace(
        _ name: String, account: AccountID, with wanted: WholeRole, naming principals: [String],
        onlyOn isExpected: @Sendable (WholeRole) -> Bool
    ) async throws(StorageError) -> Result<WholeRole, EntityRefusal> {
        try await database.settled { transaction in
            guard let id = try await transaction.lock(PolicyHolder(.role, name, account: account)) else {
                return .failure(.notFound)
            }
            let owner: [PostgresValue] = [.text(account.rawValue), .text(id)]
            try await transaction.lockBelongings(of: .role, owner)
            let found = try await transaction.whole(name, account)
            guard case .success(let present) = found else { return found }
            guard isExpected(present) else { return .failure(.overtaken) }
            let bound = try await transaction.bind(principals, account: account)
            guard case .success(let ids) = bound else { return bound.map { _ in wanted } }
            let held = try await transaction.hold(wanted.policies, account: account)
            guard case .success(let references) = held else { return held.map { _ in wanted } }
            let role = wanted.role
            try await transaction.query(
                Self.replaceDetails,
                owner + [.text(role.trustPolicy), .int32(Int32(role.maxSessionSeconds)), .optional(role.description)]
                    + role.tags.columns + ids.columns + references.boundary)
            try await transaction.write(wanted.policies, references, of: .role, owner)
            return try await transaction.whole(name, account)
        }
    }

    /// Deletes a role with its policies.
    package func deleteWhole(
        named name: String, account: AccountID, onlyOn isExpected: @Sendable (WholeRole) -> Bool
    ) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            guard let id = try await transaction.lock(PolicyHolder(.role, name, account: account)) else {
                return .notFound
            }
            let owner: [PostgresValue] = [.text(account.rawValue), .text(id)]
            try await transaction.lockBelongings(of: .role, owner)
            let found = try await transaction.whole(name, account)
            guard case .success(let present) = found else { return .notFound }
            guard isExpected(present) else { return .overtaken }
            try await transaction.query(Self.delete, owner)
            return nil
        }
    }

    fileprivate static let findWhole = Statement(
        "find_whole_role",
        """
        SELECT \(detailColumns), \(HeldPolicies.columns(of: "role"))
          FROM roles WHERE account_id = $1 AND lower(name) = lower($2)
        """, repeatable: true)

    private static let replaceDetails = Statement(
        "replace_role",
        """
        UPDATE roles SET trust_policy = $3, max_session_seconds = $4, description = $5, tag_keys = $6, tag_values = $7,
                         trusted_arns = $8, trusted_ids = $9, boundary_policy_id = $10,
                         boundary_builtin_arn = $11, modified_at = now()
         WHERE account_id = $1 AND role_id = $2
        """, repeatable: false)
}

extension PostgresTransaction {
    fileprivate func whole(
        _ name: String, _ account: AccountID
    ) async throws(PostgresError) -> Result<WholeRole, EntityRefusal> {
        let rows = try await query(RoleStore.findWhole, [.text(account.rawValue), .text(name)])
        guard let row = rows.first else { return .failure(.notFound) }
        return .success(try WholeRole(row))
    }
}

extension WholeRole {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        let role = try RoleDetails(row)
        self.init(
            role: role,
            policies: try HeldPolicies(row, from: RoleDetails.columnCount, boundary: role.boundary))
    }
}
