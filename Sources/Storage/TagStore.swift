import IdentityModel
import Postgres

/// The tags of users, roles, managed policies and OpenID providers. They are read with their owners.
package struct TagStore: Sendable {
    private let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// What is tagged.
    package enum Owner: Sendable, Hashable {
        case user(String)
        case role(String)
        case policy(PolicyARN)
        /// The URLs that the provider's ARN may stand for.
        case openIDProvider([String])
    }

    /// Adds tags, and gives those that are there another value. Keys that differ only in their case are one key, except
    /// on OpenID providers.
    package func add(_ tags: [Tag], to owner: Owner, account: AccountID) async throws(StorageError) -> EntityRefusal? {
        try await change(owner, account) { present in
            let changed = present.setting(tags, ignoringCase: owner.ignoresCase)
            return changed.count <= Tag.limit ? changed : nil
        }
    }

    package func remove(
        _ keys: [String], from owner: Owner, account: AccountID
    ) async throws(StorageError) -> EntityRefusal? {
        try await change(owner, account) { $0.removing(keys, ignoringCase: owner.ignoresCase) }
    }

    /// The owner's row is locked meanwhile, so the limit holds under any race.
    private func change(
        _ owner: Owner, _ account: AccountID, _ edit: @Sendable ([Tag]) -> [Tag]?
    ) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            let found = try await transaction.query(owner.lock, [.text(account.rawValue)] + owner.key)
            guard let row = found.first else { return .notFound }
            guard let tags = edit(try row.tags(1, 2)) else { return .limit(Tag.limit) }
            try await transaction.query(owner.write, [.text(account.rawValue), .text(try row.text(0))] + tags.columns)
            return nil
        }
    }
}

extension TagStore.Owner {
    fileprivate var ignoresCase: Bool {
        if case .openIDProvider = self { false } else { true }
    }

    fileprivate var key: [PostgresValue] {
        switch self {
        case .user(let name), .role(let name): [.text(name)]
        case .policy(let arn): [.text(arn.name), .text(arn.path)]
        case .openIDProvider(let urls): [.textArray(urls)]
        }
    }

    fileprivate var lock: Statement {
        switch self {
        case .user: Self.lockUser
        case .role: Self.lockRole
        case .policy: Self.lockPolicy
        case .openIDProvider: Self.lockProvider
        }
    }

    fileprivate var write: Statement {
        switch self {
        case .user: Self.writeUser
        case .role: Self.writeRole
        case .policy: Self.writePolicy
        case .openIDProvider: Self.writeProvider
        }
    }

    private static func lock(_ table: String, _ id: String, _ condition: String) -> Statement {
        Statement(
            "lock_tags_of_\(table)",
            "SELECT \(id), tag_keys, tag_values FROM \(table) WHERE account_id = $1 AND \(condition) FOR UPDATE",
            repeatable: true)
    }

    private static func write(_ table: String, _ id: String) -> Statement {
        Statement(
            "write_tags_of_\(table)",
            "UPDATE \(table) SET tag_keys = $3, tag_values = $4 WHERE account_id = $1 AND \(id) = $2", repeatable: true)
    }

    private static let lockUser = lock("users", "user_id", "lower(name) = lower($2)")
    private static let lockRole = lock("roles", "role_id", "lower(name) = lower($2)")
    private static let lockPolicy = lock(
        "managed_policies", "policy_id", "lower(name) = lower($2) AND name = $2 AND path = $3")
    private static let lockProvider = lock("openid_providers", "url", "url = ANY($2) ORDER BY url DESC LIMIT 1")
    private static let writeUser = write("users", "user_id")
    private static let writeRole = write("roles", "role_id")
    private static let writePolicy = write("managed_policies", "policy_id")
    private static let writeProvider = write("openid_providers", "url")
}
