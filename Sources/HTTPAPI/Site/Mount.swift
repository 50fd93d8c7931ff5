/// A place on the site for the door of another room: a path, and everything below it.
package struct Mount: Sendable {
    let prefix: String
    let door: any Door

    /// - Parameter prefix: `/authorize`, without a slash at its end. The path as it is written counts: nothing is decoded.
    package init(_ prefix: String, _ door: any Door) {
        self.prefix = prefix
        self.door = door
    }

    func holds(_ path: String) -> Bool {
        guard path.utf8.starts(with: prefix.utf8) else { return false }
        let rest = path.utf8.dropFirst(prefix.utf8.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "/")
    }
}
