import Postgres
import StrictJSON

extension PostgresRow {
    /// What a JSON column, sent as text, holds.
    func json(_ column: Int) throws(PostgresError) -> JSONNode {
        let text = try text(column)
        do throws(JSONError) {
            return try JSONDocument(text, limits: .stored).root
        } catch {
            throw .undecodable(column: column, expected: "JSON")
        }
    }
}

extension JSONLimits {
    /// What the database gathers from rows of our own.
    fileprivate static let stored = JSONLimits(
        depth: 6, members: 10_000, stringBytes: 262_144, totalBytes: 16_777_216)
}
