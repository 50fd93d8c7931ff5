import IdentityModel
import StrictJSON

/// The members of a request body, read as the types that the service model gives them.
///
/// A member that is not asked for is ignored, and an explicit null is as good as absent.
struct RequestMembers {
    private let document: JSONDocument?

    /// An empty body stands for an object without members.
    init(_ body: [UInt8]) throws(WireError) {
        guard !body.isEmpty else {
            document = nil
            return
        }
        do {
            let document = try JSONDocument(body, limits: .request)
            guard document.root.kind == .object else { throw WireError.serialization }
            self.document = document
        } catch {
            throw .serialization
        }
    }

    func text(_ name: String) throws(WireError) -> String? {
        try self[name].map(Self.text)
    }

    func list(_ name: String) throws(WireError) -> [String?]? {
        guard let node = self[name] else { return nil }
        guard node.kind == .array else { throw .serialization }
        var elements: [String?] = []
        for element in node.elements { elements.append(element.isNull ? nil : try Self.text(element)) }
        return elements
    }

    func logins(_ name: String) throws(WireError) -> LoginsMember? {
        guard let node = self[name] else { return nil }
        guard node.kind == .object else { throw .serialization }
        var entries: [(provider: ProviderName, token: Secret<String>?)] = []
        for (key, value) in node.members {
            entries.append((ProviderName(key), value.isNull ? nil : Secret(try Self.text(value))))
        }
        return LoginsMember(entries: entries)
    }

    private subscript(_ name: String) -> JSONNode? {
        guard let node = document?.root[name], !node.isNull else { return nil }
        return node
    }

    private static func text(_ node: JSONNode) throws(WireError) -> String {
        guard let text = node.string else { throw .serialization }
        return text
    }
}
