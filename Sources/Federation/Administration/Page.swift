import Storage

/// A part of a list, and what to ask for the next one with.
package struct Page<Row> {
    package let rows: [Row]
    /// Nil on the last page.
    package let next: String?

    package init(rows: [Row], next: String?) {
        self.rows = rows
        self.next = next
    }
}

extension Page: Sendable where Row: Sendable {}

extension PageTokens {
    /// Where the list goes on; nil without a token.
    func place(_ token: String?, in list: String) throws(FederationError) -> String? {
        guard let token else { return nil }
        guard let place = open(token, in: list) else { throw .invalid(.pageToken) }
        return place
    }

    /// - Parameter rows: one more than the page holds, when there are more.
    func page<Row>(
        _ rows: [Row], limit: Int, in list: String, _ place: (Row) -> String
    ) throws(FederationError) -> Page<Row> {
        guard rows.count > limit else { return Page(rows: rows, next: nil) }
        do throws(StorageError) {
            return Page(rows: Array(rows.prefix(limit)), next: try seal(place(rows[limit - 1]), in: list))
        } catch {
            throw FederationError(error)
        }
    }
}
