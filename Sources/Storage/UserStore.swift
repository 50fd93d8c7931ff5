import IdentityModel
import Postgres

/// IAM users. Their keys and policies have stores of their own.
package struct UserStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    /// The user of that name, whatever the case it is written in.
    package func find(named name: String, account: AccountID) async throws(StorageError) -> User? {
        try await list(Self.findByName, [.text(account.rawValue), .text(name)]).first
    }

    package func find(id: UniqueID, account: AccountID) async throws(StorageError) -> User? {
        try await list(Self.findByID, [.text(account.rawValue), .text(id.rawValue)]).first
    }

    /// False when the name is taken.
    package func insert(_ user: User) async throws(StorageError) -> Bool {
        do throws(PostgresError) {
            let rows = try await database.query(
                Self.insert,
                [.text(user.account.rawValue), .text(user.id.rawValue), .text(user.path), .text(user.name)])
            return rows.affected == 1
        } catch {
            throw StorageError(error)
        }
    }

    /// All users of the account, by name.
    package func list(account: AccountID) async throws(StorageError) -> [User] {
        try await list(Self.list, [.text(account.rawValue)])
    }

    private func list(_ statement: Statement, _ parameters: [PostgresValue]) async throws(StorageError) -> [User] {
        do throws(PostgresError) {
            return try await database.query(statement, parameters).map { row throws(PostgresError) in try User(row) }
        } catch {
            throw StorageError(error)
        }
    }

    private static let columns = "SELECT account_id, user_id, path, name FROM users WHERE account_id = $1"

    private static let findByName = Statement(
        "find_user_by_name", columns + " AND lower(name) = lower($2)", repeatable: true)

    private static let findByID = Statement("find_user_by_id", columns + " AND user_id = $2", repeatable: true)

    private static let list = Statement("list_users", columns + " ORDER BY lower(name)", repeatable: true)

    static let insert = Statement(
        "insert_user",
        "INSERT INTO users (account_id, user_id, path, name) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        repeatable: false)
}

extension User {
    /// A row that begins with (account, id, path, name).
    init(_ row: PostgresRow) throws(PostgresError) {
        guard let account = AccountID(try row.text(0)) else { throw .undecodable(column: 0, expected: "an account") }
        guard let id = UniqueID(try row.text(1)) else { throw .undecodable(column: 1, expected: "a user id") }
        self.init(account: account, id: id, path: try row.text(2), name: try row.text(3))
    }
}
