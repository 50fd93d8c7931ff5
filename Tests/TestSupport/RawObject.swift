/// A JSON object whose values are raw text, so that a test can write what no encoder would.
///
/// Members keep their order and may repeat. Assigning nil takes a member out.
package struct RawObject: Sendable, ExpressibleByDictionaryLiteral, CustomStringConvertible {
    private var members: [(name: String, text: String)]

    package init(dictionaryLiteral elements: (String, String)...) {
        members = elements.map { (name: $0, text: $1) }
    }

    package subscript(_ name: String) -> String? {
        get { members.first { $0.name == name }?.text }
        set {
            guard let newValue else { return members.removeAll { $0.name == name } }
            guard let index = members.firstIndex(where: { $0.name == name }) else { return append(name, newValue) }
            members[index].text = newValue
        }
    }

    /// Adds a member even when there is one of that name. The name is written as it is.
    package mutating func append(_ name: String, _ text: String) {
        members.append((name: name, text: text))
    }

    package func with(_ name: String, _ text: String?) -> RawObject {
        var copy = self
        copy[name] = text
        return copy
    }

    package var description: String {
        "{" + members.map { "\"\($0.name)\":\($0.text)" }.joined(separator: ",") + "}"
    }
}
