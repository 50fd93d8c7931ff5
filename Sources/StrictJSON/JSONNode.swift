/// One value inside a document.
package struct JSONNode: Sendable {
    let document: JSONDocument
    let index: Int

    private var node: JSONDocument.Node { document.nodes[index] }

    package var kind: JSONKind { node.kind }
    package var isNull: Bool { kind == .null }

    package var bool: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The text of a string, escapes decoded.
    package var string: String? {
        guard kind == .string else { return nil }
        guard node.escaped else { return String(decoding: document.bytes[node.range], as: UTF8.self) }
        return String(decoding: JSONString.decode(node, in: document.bytes.span), as: UTF8.self)
    }

    package var number: JSONNumber? {
        guard kind == .number else { return nil }
        return JSONNumber(text: text)
    }

    /// The value's own text, exactly as it came (a string without its quotes).
    package var text: String { String(decoding: document.bytes[node.range], as: UTF8.self) }

    /// The member of that name, when this is an object that has one.
    package subscript(_ name: String) -> JSONNode? {
        guard kind == .object else { return nil }
        var child = index + 1
        let end = Int(node.next)
        while child < end {
            if isNamed(child, name) { return JSONNode(document: document, index: child + 1) }
            child = Int(document.nodes[child + 1].next)
        }
        return nil
    }

    /// The members of an object in the order written; empty for every other kind.
    package var members: JSONMembers { JSONMembers(node: self, end: kind == .object ? Int(node.next) : 0) }

    /// The elements of an array in order; empty for every other kind.
    package var elements: JSONElements { JSONElements(node: self, end: kind == .array ? Int(node.next) : 0) }

    private func isNamed(_ child: Int, _ name: String) -> Bool {
        let key = document.nodes[child]
        let utf8 = name.utf8
        if key.escaped { return JSONString.decode(key, in: document.bytes.span).elementsEqual(utf8) }
        guard utf8.count == key.range.count else { return false }
        var position = key.range.lowerBound
        for byte in utf8 {
            guard document.bytes[position] == byte else { return false }
            position += 1
        }
        return true
    }
}

package struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    private let document: JSONDocument
    private var child: Int
    private let end: Int

    init(node: JSONNode, end: Int) {
        self.document = node.document
        self.child = node.index + 1
        self.end = end
    }

    package mutating func next() -> (name: String, value: JSONNode)? {
        guard child < end else { return nil }
        let name = JSONNode(document: document, index: child).string ?? ""
        let value = JSONNode(document: document, index: child + 1)
        child = Int(document.nodes[child + 1].next)
        return (name, value)
    }
}

package struct JSONElements: Sequence, IteratorProtocol, Sendable {
    private let document: JSONDocument
    private var child: Int
    private let end: Int

    init(node: JSONNode, end: Int) {
        self.document = node.document
        self.child = node.index + 1
        self.end = end
    }

    package mutating func next() -> JSONNode? {
        guard child < end else { return nil }
        defer { child = Int(document.nodes[child].next) }
        return JSONNode(document: document, index: child)
    }
}
