import StrictJSON
import Yams

extension YAMLFields {
    /// A field that holds a JSON document: written as YAML, or as the JSON text itself. Compact; nil when it is neither.
    package func json(_ name: String) -> String? {
        guard let node = node(name) else { return nil }
        if let text = node.text { return text }
        var json = JSONWriter()
        guard Self.write(node, to: &json) else {
            note("must be a JSON document, or the same in YAML", at: name)
            return nil
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    static func write(_ node: Node, to json: inout JSONWriter) -> Bool {
        if let mapping = node.mapping {
            json.beginObject()
            for (key, value) in mapping {
                guard let name = key.scalar?.string else { return false }
                json.name(name)
                guard write(value, to: &json) else { return false }
            }
            json.endObject()
            return true
        }
        if let sequence = node.sequence {
            json.beginArray()
            for element in sequence where !write(element, to: &json) { return false }
            json.endArray()
            return true
        }
        return writeScalar(node, to: &json)
    }

    private static func writeScalar(_ node: Node, to json: inout JSONWriter) -> Bool {
        guard let text = node.scalar?.string else { return false }
        switch node.tag.rawValue {
        case Tag.Name.int.rawValue:
            guard let number = Int64(text) else { return false }
            json.integer(number)
        case Tag.Name.float.rawValue:
            // Infinity and no number at all are YAML only.
            guard let number = Double(text), number.isFinite else { return false }
            json.raw("\(number)")
        case Tag.Name.bool.rawValue:
            guard let flag = node.flag else { return false }
            json.bool(flag)
        case Tag.Name.null.rawValue: json.null()
        // A date that nobody quoted, such as a policy's version, was meant as text.
        case Tag.Name.str.rawValue, Tag.Name.timestamp.rawValue: json.string(text)
        default: return false
        }
        return true
    }
}
