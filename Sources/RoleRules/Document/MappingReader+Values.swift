import StrictJSON

extension MappingReader {
    /// The members of an object, those that are not known or not there reported; nil when it is no object.
    mutating func members(
        of node: JSONNode, among known: [String], _ place: Place, required: [String] = []
    ) -> [String: JSONNode]? {
        guard node.kind == .object else {
            report(place, .wrongType(expected: "an object"))
            return nil
        }
        var members: [String: JSONNode] = [:]
        for (name, value) in node.members {
            if known.contains(where: name.isSameBytes) {
                members[name] = value
            } else {
                report(place + [name], .unknown)
            }
        }
        for name in required where members[name] == nil { report(place + [name], .missing) }
        return members
    }

    /// The elements of a list that holds at least one; none when it is no such list.
    mutating func elements(of node: JSONNode, atMost limit: Int, _ place: Place) -> [JSONNode] {
        guard node.kind == .array else {
            report(place, .wrongType(expected: "a list"))
            return []
        }
        let elements = Array(node.elements)
        if elements.isEmpty { report(place, .empty) }
        guard elements.count <= limit else {
            report(place, .tooMany(limit: limit))
            return []
        }
        return elements
    }

    /// Every element of such a list; nil when one of them is a mistake.
    mutating func all<Element>(
        in node: JSONNode, atMost limit: Int, _ place: Place,
        _ read: (inout Self, JSONNode, Place) -> Element?
    ) -> [Element]? {
        let nodes = elements(of: node, atMost: limit, place)
        var found: [Element] = []
        for (index, node) in nodes.enumerated() {
            if let element = read(&self, node, place + [String(index)]) { found.append(element) }
        }
        return found.count == nodes.count && !found.isEmpty ? found : nil
    }

    mutating func text(
        _ node: JSONNode, mayBeEmpty: Bool = false, scalars limit: Int? = nil, _ place: Place
    ) -> String? {
        guard let text = node.string else {
            report(place, .wrongType(expected: "text"))
            return nil
        }
        return admitted(text, mayBeEmpty: mayBeEmpty, scalars: limit, place)
    }

    /// A text, number or boolean, as the text that claims are compared by.
    mutating func scalar(_ node: JSONNode, mayBeEmpty: Bool = true, _ place: Place) -> String? {
        guard let text = node.scalarText else {
            report(place, .wrongType(expected: "text, a number or a boolean"))
            return nil
        }
        return admitted(text, mayBeEmpty: mayBeEmpty, scalars: nil, place)
    }

    private mutating func admitted(_ text: String, mayBeEmpty: Bool, scalars limit: Int?, _ place: Place) -> String? {
        guard mayBeEmpty || !text.isEmpty else {
            report(place, .empty)
            return nil
        }
        guard text.utf8.count <= Self.longestText else {
            report(place, .tooLong(limit: Self.longestText))
            return nil
        }
        if let limit, text.unicodeScalars.count > limit {
            report(place, .tooLong(limit: limit))
            return nil
        }
        return text
    }

    mutating func choice(_ node: JSONNode, among names: [String], _ place: Place) -> String? {
        guard let text = node.string, names.contains(where: text.isSameBytes) else {
            report(place, .notOneOf(names))
            return nil
        }
        return text
    }

    mutating func bool(_ node: JSONNode, _ place: Place) -> Bool? {
        if node.bool == nil { report(place, .wrongType(expected: "true or false")) }
        return node.bool
    }

    mutating func integer(_ node: JSONNode, _ range: ClosedRange<Int64>, _ place: Place) -> Int64? {
        guard node.kind == .number else {
            report(place, .wrongType(expected: "a number"))
            return nil
        }
        guard let value = node.number?.integer, range.contains(value) else {
            report(place, .outOfRange(range))
            return nil
        }
        return value
    }
}
