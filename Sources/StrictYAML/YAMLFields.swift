import Yams

/// The fields of one mapping in a file.
///
/// Reading does not stop at a mistake. It is noted with its place and an empty value is read instead, so that one look
/// names every mistake; whoever reads must look into the log before using what was read.
package final class YAMLFields {
    let log: YAMLLog
    let path: String
    private let line: Int
    private let values: [(name: String, line: Int, node: Node)]
    private var asked: Set<String> = []

    /// Nil when the node is no mapping with text for names.
    init?(_ node: Node, path: String, log: YAMLLog) {
        self.log = log
        self.path = path
        line = node.line
        guard let mapping = node.mapping, mapping.allSatisfy({ $0.key.scalar != nil }) else { return nil }
        values = mapping.map { ($0.key.scalar?.string ?? "", $0.key.line, $0.value) }
    }

    package func has(_ name: String) -> Bool { values.contains { $0.name == name } }

    /// The names in the order written, for mappings whose names we do not prescribe.
    package var names: [String] { values.map(\.name) }

    /// Whether the field is one value and not a list or a mapping.
    package func isScalar(_ name: String) -> Bool { node(name)?.scalar != nil }

    // MARK: Noting

    /// - Parameter name: a field of this mapping; one that is not there has the place of the mapping.
    package func note(_ reason: String, at name: String) {
        log.note(reason, at: full(name), line: values.first { $0.name == name }?.line ?? line)
    }

    /// Notes a mistake deep inside a field that holds a document.
    ///
    /// - Parameter steps: the way into the document, as in a JSON pointer. The line is that of the last step that is there.
    package func note(_ reason: String, at name: String, inside steps: [String]) {
        guard let value = values.first(where: { $0.name == name }) else { return note(reason, at: name) }
        var line = value.line
        var node = value.node
        for step in steps {
            if let mapping = node.mapping, let entry = mapping.first(where: { $0.key.scalar?.string == step }) {
                line = entry.key.line
                node = entry.value
            } else if let sequence = node.sequence, let index = Int(step), sequence.indices.contains(index) {
                node = sequence[index]
                line = node.line
            } else {
                break
            }
        }
        log.note(reason, at: ([full(name)] + steps).joined(separator: "."), line: line)
    }

    /// Notes every field that nobody asked for. To be called last.
    package func refuseUnknown() {
        for value in values where !asked.contains(value.name) {
            log.note("is not a field that is known here", at: full(value.name), line: value.line)
        }
    }

    func node(_ name: String) -> Node? {
        asked.insert(name)
        return values.first { $0.name == name }?.node
    }

    func full(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}

extension Node {
    var line: Int { mark?.line ?? 1 }

    /// Text that was meant as text: what YAML takes for a number, a date or a truth value must be quoted.
    var text: String? { tag.rawValue == Tag.Name.str.rawValue ? scalar?.string : nil }

    var integer: Int? { tag.rawValue == Tag.Name.int.rawValue ? scalar.flatMap { Int($0.string) } : nil }

    var flag: Bool? {
        guard tag.rawValue == Tag.Name.bool.rawValue else { return nil }
        return switch scalar?.string {
        case "true": true
        case "false": false
        default: nil
        }
    }
}
