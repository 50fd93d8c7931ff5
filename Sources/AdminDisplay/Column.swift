import StrictJSON

/// A column of a table: which member of a row it shows.
package struct Column: Sendable, ExpressibleByStringLiteral {
    package let title: String
    /// Names of members, from the outside in.
    let path: [String]

    /// - Parameter path: `name`, or `role.name` for a member of a member.
    package init(_ path: String, title: String? = nil) {
        self.path = path.split(separator: ".").map(String.init)
        self.title = title ?? Self.title(self.path.last ?? "")
    }

    package init(stringLiteral path: String) { self.init(path) }

    /// `createdAt` becomes `CREATED AT`.
    private static func title(_ name: String) -> String {
        var title = ""
        for character in name {
            if character.isUppercase, title.last?.isUppercase == false || title.last == nil { title += " " }
            title.append(character)
        }
        return title.uppercased()
    }

    func text(of row: JSONNode) -> String {
        var node: JSONNode? = row
        for name in path { node = node?[name] }
        return node.map(Self.text) ?? "-"
    }

    /// A value on one line.
    static func text(_ node: JSONNode) -> String {
        switch node.kind {
        case .string: (node.string ?? "").shown
        case .number: node.text
        case .true: "yes"
        case .false: "no"
        case .null: "-"
        case .array:
            Array(node.elements).isEmpty ? "-" : node.elements.map(Self.text).joined(separator: ", ")
        case .object:
            node.members.map { "\($0.name.shown)=\(Self.text($0.value))" }.joined(separator: " ")
        }
    }
}
