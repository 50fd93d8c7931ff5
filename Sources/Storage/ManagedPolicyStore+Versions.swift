import IdentityModel
import Postgres

/// The texts that a managed policy has had. Numbers are never given out twice.
///
/// - Parameter isExpected: asked for the state that a change is made on, when nobody can change it any more; nil for any.
extension ManagedPolicyStore {
    package typealias Expectation = @Sendable (WholePolicy) -> Bool

    package func whole(_ arn: PolicyARN) async throws(StorageError) -> WholePolicy? {
        try await database.settled { try await $0.whole(arn) }
    }

    package func insertVersion(
        _ document: String, of arn: PolicyARN, asDefault: Bool, limit: Int, onlyOn isExpected: Expectation? = nil
    ) async throws(StorageError) -> Result<PolicyVersion, EntityRefusal> {
        try await database.settled { transaction in
            guard let policy = try await transaction.lock(arn) else { return .failure(.notFound) }
            guard try await transaction.is(arn, as: isExpected) else { return .failure(.overtaken) }
            guard policy.versions < limit else { return .failure(.limit(limit)) }
            let number = policy.lastVersion + 1
            try await transaction.query(Self.insertVersion, policy.key + [.int32(number), .text(document)])
            try await transaction.query(Self.countVersion, policy.key + [.int32(number)])
            if asDefault { try await transaction.query(Self.setDefault, policy.key + [.int32(number)]) }
            let made = try await transaction.query(Self.findVersion, policy.key + [.int32(number)])
            return try made.first.map { .success(try PolicyVersion($0)) } ?? .failure(.notFound)
        }
    }

    /// All versions, newest first; nil when there is no such policy.
    package func versions(of arn: PolicyARN) async throws(StorageError) -> [PolicyVersion]? {
        do throws(PostgresError) {
            guard let key = arn.key else { return nil }
            let rows = try await database.query(Self.listVersions, key)
            guard !rows.isEmpty else { return nil }
            return try rows.map { row throws(PostgresError) in try PolicyVersion(row) }
        } catch {
            throw StorageError(error)
        }
    }

    package func deleteVersion(
        _ number: Int32, of arn: PolicyARN, onlyOn isExpected: Expectation? = nil
    ) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            guard let policy = try await transaction.lock(arn) else { return .notFound }
            guard try await transaction.is(arn, as: isExpected) else { return .overtaken }
            guard policy.defaultVersion != number else { return .isDefaultVersion }
            let gone = try await transaction.query(Self.deleteVersion, policy.key + [.int32(number)])
            return gone.affected == 1 ? nil : .policyNotFound
        }
    }

    package func setDefaultVersion(
        _ number: Int32, of arn: PolicyARN, onlyOn isExpected: Expectation? = nil
    ) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            guard let policy = try await transaction.lock(arn) else { return .notFound }
            guard try await transaction.is(arn, as: isExpected) else { return .overtaken }
            let version = policy.key + [.int32(number)]
            guard try await !transaction.query(Self.findVersion, version).isEmpty else { return .policyNotFound }
            try await transaction.query(Self.setDefault, version)
            return nil
        }
    }

    private static let versionColumns = """
        SELECT v.version, v.document, v.version = p.default_version, v.created_at
          FROM managed_policies p
          JOIN managed_policy_versions v ON v.account_id = p.account_id AND v.policy_id = p.policy_id
         WHERE p.account_id = $1
        """

    private static let findVersion = Statement(
        "find_policy_version", versionColumns + " AND p.policy_id = $2 AND v.version = $3", repeatable: true)

    fileprivate static let listVersions = Statement(
        "list_policy_versions",
        versionColumns + """
             AND lower(p.name) = lower($2) AND p.name = $2 AND p.path = $3 ORDER BY v.version DESC
            """, repeatable: true)

    private static let countVersion = Statement(
        "count_policy_version",
        "UPDATE managed_policies SET last_version = $3 WHERE account_id = $1 AND policy_id = $2", repeatable: true)

    private static let setDefault = Statement(
        "set_default_policy_version",
        """
        UPDATE managed_policies SET default_version = $3, modified_at = now() WHERE account_id = $1 AND policy_id = $2
        """, repeatable: true)

    private static let deleteVersion = Statement(
        "delete_policy_version",
        "DELETE FROM managed_policy_versions WHERE account_id = $1 AND policy_id = $2 AND version = $3",
        repeatable: false)
}

/// A managed policy whose row is locked.
struct LockedPolicy: Sendable {
    let key: [PostgresValue]
    let defaultVersion: Int32
    let lastVersion: Int32
    let versions: Int64
    /// As a boundary too.
    let attachments: Int64
}

extension PostgresTransaction {
    /// The policy, its row locked until the end. Counted in a statement of its own: what was written while this one
    /// waited for the lock must be seen.
    func lock(_ arn: PolicyARN) async throws(PostgresError) -> LockedPolicy? {
        guard let account = arn.account, let key = arn.key, let row = try await query(Self.lockPolicy, key).first else {
            return nil
        }
        let locked: [PostgresValue] = [.text(account.rawValue), .text(try row.text(0))]
        guard let counts = try await query(Self.countUses, locked).first else { return nil }
        return LockedPolicy(
            key: locked, defaultVersion: try row.int32(1), lastVersion: try row.int32(2),
            versions: try counts.int64(0), attachments: try counts.int64(1))
    }

    fileprivate func whole(_ arn: PolicyARN) async throws(PostgresError) -> WholePolicy? {
        guard let key = arn.key, let row = try await query(ManagedPolicyStore.find, key).first else { return nil }
        let policy = try ManagedPolicy(row)
        return WholePolicy(
            policy: policy,
            versions: try await query(ManagedPolicyStore.listVersions, key)
                .map { row throws(PostgresError) in try PolicyVersion(row) })
    }

    func `is`(
        _ arn: PolicyARN, as isExpected: ManagedPolicyStore.Expectation?
    ) async throws(PostgresError) -> Bool {
        guard let isExpected else { return true }
        return try await whole(arn).map(isExpected) ?? false
    }

    private static let lockPolicy = Statement(
        "lock_managed_policy",
        """
        SELECT policy_id, default_version, last_version FROM managed_policies
         WHERE account_id = $1 AND lower(name) = lower($2) AND name = $2 AND path = $3 FOR UPDATE
        """, repeatable: true)

    private static let countUses = Statement(
        "count_uses_of_managed_policy",
        """
        SELECT (SELECT count(*) FROM managed_policy_versions WHERE account_id = $1 AND policy_id = $2),
               (SELECT count(*) FROM user_attachments WHERE account_id = $1 AND policy_id = $2)
             + (SELECT count(*) FROM role_attachments WHERE account_id = $1 AND policy_id = $2)
             + (SELECT count(*) FROM users WHERE account_id = $1 AND boundary_policy_id = $2)
             + (SELECT count(*) FROM roles WHERE account_id = $1 AND boundary_policy_id = $2)
        """, repeatable: true)
}

extension PolicyVersion {
    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            number: Int(try row.int32(0)), document: try row.text(1), isDefault: try row.bool(2),
            createdAt: try row.date(3))
    }
}
