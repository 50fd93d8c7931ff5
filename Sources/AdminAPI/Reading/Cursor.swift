import AccessManagement

/// A marker of `AccessManagement` as a cursor: in the alphabet of base 64 that stands in a query as it is.
enum Cursor {
    static func write(_ marker: String) -> String {
        marker.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func read(_ cursor: String) -> String {
        cursor.replacing("-", with: "+").replacing("_", with: "/")
            + String(repeating: "=", count: (4 - cursor.utf8.count % 4) % 4)
    }
}

extension AdminCall {
    /// The part of a list of `AccessManagement` that is asked for.
    var page: PageRequest { PageRequest(marker: cursor.map(Cursor.read), limit: limit) }
}

extension AccessManagement.Page {
    /// `nextCursor` of the page; nil at the end.
    var next: String? { marker.map(Cursor.write) }
}
