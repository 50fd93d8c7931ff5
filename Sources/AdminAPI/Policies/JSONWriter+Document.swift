import StrictJSON

extension JSONWriter {
    /// A value that was read, without white space.
    mutating func append(_ node: JSONNode) {
        switch node.kind {
        case .null: null()
        case .true: bool(true)
        case .false: bool(false)
        case .number: raw(node.text)
        case .string: string(node.string ?? "")
        case .array:
            beginArray()
            for element in node.elements { append(element) }
            endArray()
        case .object:
            beginObject()
            for (name, value) in node.members {
                self.name(name)
                append(value)
            }
            endObject()
        }
    }

    /// A stored policy document as the object that it is. Whatever is stored was read once, as the same JSON.
    mutating func document(_ text: String) {
        guard let root = try? JSONDocument(text, limits: .policy).root else { return null() }
        append(root)
    }
}

extension JSONNode {
    /// The value without white space.
    var compact: String {
        var json = JSONWriter(capacity: 1_024)
        json.append(self)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
