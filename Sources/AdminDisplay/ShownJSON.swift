import StrictJSON

/// JSON for scripts that may end up on a terminal all the same: the values stay what they are, and what steers a terminal
/// is escaped as JSON escapes it.
package enum ShownJSON {
    /// Two blanks for each level, as other tools of this kind print.
    package static func indented(_ node: JSONNode) -> String {
        var text = ""
        write(node, depth: 0, to: &text)
        return text
    }

    /// On one line.
    package static func compact(_ node: JSONNode) -> String {
        var text = ""
        write(node, depth: nil, to: &text)
        return text
    }

    /// The document of a list, with all its rows.
    package static func list(_ rows: [JSONNode], cursor: String?) -> String {
        var text = "{\n  \"items\": ["
        for (index, row) in rows.enumerated() {
            text += index == 0 ? "\n    " : ",\n    "
            write(row, depth: 2, to: &text)
        }
        text += rows.isEmpty ? "]" : "\n  ]"
        if let cursor {
            var json = JSONWriter()
            json.string(cursor)
            text += ",\n  \"nextCursor\": \(escaped(String(decoding: json.bytes, as: UTF8.self)))"
        }
        return text + "\n}"
    }

    /// - Parameter depth: nil for one line.
    private static func write(_ node: JSONNode, depth: Int?, to text: inout String) {
        let inner = depth.map { $0 + 1 }
        switch node.kind {
        case .object:
            text += "{"
            var isFirst = true
            for (name, value) in node.members {
                separate(inner, isFirst, to: &text)
                isFirst = false
                var json = JSONWriter()
                json.string(name)
                text += escaped(String(decoding: json.bytes, as: UTF8.self)) + (depth == nil ? ":" : ": ")
                write(value, depth: inner, to: &text)
            }
            if !isFirst, let depth { text += "\n" + String(repeating: "  ", count: depth) }
            text += "}"
        case .array:
            text += "["
            var isFirst = true
            for element in node.elements {
                separate(inner, isFirst, to: &text)
                isFirst = false
                write(element, depth: inner, to: &text)
            }
            if !isFirst, let depth { text += "\n" + String(repeating: "  ", count: depth) }
            text += "]"
        case .string: text += "\"\(escaped(node.text))\""
        case .null, .true, .false, .number: text += node.text
        }
    }

    private static func separate(_ depth: Int?, _ isFirst: Bool, to text: inout String) {
        if !isFirst { text += "," }
        if let depth { text += "\n" + String(repeating: "  ", count: depth) }
    }

    /// Text that is JSON already, with what it may hold raw and a terminal may not get.
    private static func escaped(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: { !$0.isVisible }) else { return json }
        var text = ""
        for scalar in json.unicodeScalars {
            if scalar.isVisible {
                text.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return text
    }
}
