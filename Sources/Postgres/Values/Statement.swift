/// One SQL statement with a name. A connection prepares it when it is first used there, and keeps it.
///
/// Statements are constants of the program: prepared statements are never dropped, so text put together at run time
/// would fill the server's memory. The server infers the types of `$1`, `$2`, … from the text; where it cannot, the
/// text needs a cast (`$1::uuid[]`).
package struct Statement: Sendable, Hashable {
    package let name: String
    package let sql: String
    /// Whether the statement may be sent a second time when nobody knows if the first one was executed.
    package let repeatable: Bool

    package init(_ name: String, _ sql: String, repeatable: Bool) {
        self.name = name
        self.sql = sql
        self.repeatable = repeatable
    }

    /// The name is enough: two statements that share one are a mistake, which the server reports (42P05).
    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}
