import StrictJSON

/// A JSON object under construction whose values are raw text, so that it can be made wrong in every way.
struct RawJSON: Sendable, ExpressibleByDictionaryLiteral {
    private var members: [(name: String, text: String)]

    init(dictionaryLiteral elements: (String, String)...) {
        members = elements.map { (name: $0, text: $1) }
    }

    subscript(_ name: String) -> String? {
        get { members.first { $0.name == name }?.text }
        set {
            let index = members.firstIndex { $0.name == name }
            guard let newValue else { return members.removeAll { $0.name == name } }
            if let index { members[index].text = newValue } else { members.append((name, newValue)) }
        }
    }

    /// Adds a member whatever there is.
    mutating func append(_ name: String, _ text: String) { members.append((name, text)) }

    var text: String { "{" + members.map { "\(Self.quoted($0.name)):\($0.text)" }.joined(separator: ",") + "}" }

    static func quoted(_ text: String) -> String {
        var json = JSONWriter()
        json.string(text)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
