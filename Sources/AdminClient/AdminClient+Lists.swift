import StrictJSON

extension AdminClient {
    /// The largest page that is asked for.
    private static let page = 1_000

    /// Hands over a list page by page, following its cursor.
    ///
    /// - Parameters:
    ///   - request: of the list; its `limit` and `cursor` are set here.
    ///   - isPaged: whether the list has pages at all. Short ones have not.
    ///   - limit: rows at most; nil for all of them.
    ///   - cursor: where to go on.
    /// - Returns: where the list goes on; nil at its end.
    package func pages(
        _ request: AdminRequest, isPaged: Bool = true, limit: Int?, from cursor: String? = nil,
        take: ([JSONNode]) -> Void
    ) async throws(AdminClientError) -> String? {
        var cursor = cursor
        var left = limit ?? .max
        repeat {
            var part = request
            if isPaged { part.query.append(("limit", "\(min(left, Self.page))")) }
            if let cursor { part.query.append(("cursor", cursor)) }
            let answer = try await ask(part)
            guard let root = try? JSONDocument(answer.body, limits: Self.limits).root, let items = root["items"],
                items.kind == .array
            else { throw .unusable(status: answer.status, contentType: nil) }
            let rows = Array(items.elements.prefix(left))
            take(rows)
            left -= rows.count
            let next = root["nextCursor"]?.string
            // A broker that stays where it is would keep us for ever.
            guard next != cursor || next == nil else { throw .unusable(status: answer.status, contentType: nil) }
            cursor = next
        } while left > 0 && cursor != nil
        return cursor
    }
}
