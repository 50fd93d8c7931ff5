import StrictJSON

/// One thing, member by member.
package enum Details {
    /// - Parameter extra: what is not in the body, such as the entity tag.
    package static func lines(_ node: JSONNode, extra: [(name: String, value: String)] = []) -> [String] {
        guard node.kind == .object else { return [Column.text(node)] }
        var lines: [String] = []
        let names = node.members.map { $0.name.shown.count } + extra.map(\.name.count)
        append(node, indent: 0, width: names.max() ?? 0, to: &lines)
        for (name, value) in extra { lines.append("\(name.padded(to: names.max() ?? 0))  \(value.shown)") }
        return lines
    }

    private static func append(_ object: JSONNode, indent: Int, width: Int? = nil, to lines: inout [String]) {
        let width = width ?? object.members.map { $0.name.shown.count }.max() ?? 0
        let margin = String(repeating: " ", count: indent)
        for (name, value) in object.members {
            if isOneLine(value) {
                lines.append("\(margin)\(name.shown.padded(to: width))  \(Column.text(value))")
            } else {
                lines.append("\(margin)\(name.shown)")
                appendParts(of: value, indent: indent + 2, to: &lines)
            }
        }
    }

    private static func appendParts(of value: JSONNode, indent: Int, to lines: inout [String]) {
        guard value.kind == .array else { return append(value, indent: indent, to: &lines) }
        let margin = String(repeating: " ", count: indent)
        for element in value.elements {
            if isOneLine(element) {
                lines.append("\(margin)- \(Column.text(element))")
            } else {
                var inner: [String] = []
                appendParts(of: element, indent: indent + 2, to: &inner)
                if let first = inner.first { inner[0] = "\(margin)- " + first.dropFirst(indent + 2) }
                lines += inner
            }
        }
    }

    /// Scalars, and short lists of them.
    private static func isOneLine(_ node: JSONNode) -> Bool {
        switch node.kind {
        case .object: Array(node.members).isEmpty
        case .array: !node.elements.contains { [.object, .array].contains($0.kind) } && Column.text(node).count <= 72
        default: true
        }
    }
}
