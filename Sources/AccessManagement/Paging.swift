import Storage

/// How far a list is to be read, and from where.
package struct PageRequest: Sendable, Equatable {
    /// What the page before gave; nil for the beginning.
    package let marker: String?
    package let limit: Int

    package init(marker: String? = nil, limit: Int = 100) {
        self.marker = marker
        self.limit = limit
    }
}

package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    /// Nil at the end.
    package let marker: String?

    package init(items: [Item], marker: String? = nil) {
        self.items = items
        self.marker = marker
    }
}

extension PageMarker {
    /// One page of a list that the database keeps in order: it goes on behind the last item that was seen, whatever
    /// has come and gone meanwhile.
    ///
    /// - Parameters:
    ///   - list: names the list and everything that it was asked for.
    ///   - position: what the list is ordered by; `load` gets that of the last item, or an empty text.
    func page<Item>(
        _ request: PageRequest, of list: String, position: (Item) -> String,
        load: (_ after: String, _ limit: Int) async throws(AccessManagementError) -> [Item]
    ) async throws(AccessManagementError) -> Page<Item> {
        var items = try await load(try start(request, of: list), request.limit + 1)
        guard items.count > request.limit else { return Page(items: items) }
        items.removeLast(items.count - request.limit)
        return Page(items: items, marker: try marker(behind: items.last.map(position) ?? "", of: list))
    }

    /// One page of a short list that is all there.
    func page<Item>(
        _ request: PageRequest, of list: String, in all: [Item]
    ) throws(AccessManagementError) -> Page<Item> {
        let start = Int(try start(request, of: list)) ?? 0
        let items = Array(all.dropFirst(start).prefix(request.limit))
        let end = start + items.count
        return Page(items: items, marker: end < all.count ? try marker(behind: String(end), of: list) : nil)
    }

    private func start(_ request: PageRequest, of list: String) throws(AccessManagementError) -> String {
        guard let marker = request.marker else { return "" }
        guard let position = position(in: marker, of: list) else { throw .invalidMarker }
        return position
    }

    private func marker(behind position: String, of list: String) throws(AccessManagementError) -> String {
        do throws(StorageError) {
            return try marker(at: position, of: list)
        } catch {
            throw AccessManagementError(error)
        }
    }
}
