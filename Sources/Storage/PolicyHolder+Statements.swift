import IdentityModel
import Postgres

extension PolicyHolder {
    var key: [PostgresValue] { [.text(account.rawValue), .text(name)] }

    func pick(_ statements: (user: Statement, role: Statement)) -> Statement {
        kind == .user ? statements.user : statements.role
    }

    /// One statement for each kind of holder; `$noun` in the text becomes `user` or `role`.
    static func statements(_ name: String, _ sql: String, repeatable: Bool) -> (user: Statement, role: Statement) {
        func statement(_ noun: String) -> Statement {
            Statement("\(name)_\(noun)", sql.replacing("$noun", with: noun), repeatable: repeatable)
        }
        return (statement("user"), statement("role"))
    }
}

extension PostgresTransaction {
    /// The holder's id, its row locked until the end: changes to what it holds come one after the other, so that limits
    /// and conflicts hold under any race. Nil when there is no such holder.
    func lock(_ holder: PolicyHolder) async throws(PostgresError) -> String? {
        try await query(holder.pick(Self.lockHolder), holder.key).first?.text(0)
    }

    private static let lockHolder = PolicyHolder.statements(
        "lock", "SELECT $noun_id FROM $nouns WHERE account_id = $1 AND lower(name) = lower($2) FOR UPDATE",
        repeatable: true)
}
