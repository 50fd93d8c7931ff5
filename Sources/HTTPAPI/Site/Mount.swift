/// A door of another room, and the places that it answers for.
package struct Mount: Sendable {
    let prefix: String
    let door: any Door

    /// - Parameter prefix: a path without a slash at its end; the door answers for it and for everything below.
    package init(_ prefix: String, _ door: any Door) {
        self.prefix = prefix
        self.door = door
    }

    /// - Parameter path: as the client wrote it. What is spelt in another way is another place.
    func takes(_ path: String) -> Bool {
        guard path.hasPrefix(prefix) else { return false }
        let rest = path.utf8.dropFirst(prefix.utf8.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "/")
    }
}
