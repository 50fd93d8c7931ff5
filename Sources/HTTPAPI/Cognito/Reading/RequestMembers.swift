import IdentityModel
import StrictJSON

/// The members of a request body, or of a structure in it, read as the types that the service model gives them.
///
/// A member that is not asked for is ignored, and an explicit null is as good as absent.
struct RequestMembers {
    /// Nil for a body without members.
    private let object: JSONNode?

    /// An empty body stands for an object without members.
    init(_ body: [UInt8]) throws(WireError) {
        guard !body.isEmpty else {
            object = nil
            return
        }
        do {
            object = try Self.object(JSONDocument(body, limits: .request).root)
        } catch {
            throw .serialization
        }
    }

    private init(_ node: JSONNode) throws(WireError) {
        object = try Self.object(node)
    }

    private static func object(_ node: JSONNode) throws(WireError) -> JSONNode {
        guard node.kind == .object else { throw .serialization }
        return node
    }

    // MARK: Audit

    /// The members as the audit keeps them, in compact JSON: without those that name people, and without the secrets that
    /// stand behind a semicolon in the apps of a pool.
    var recorded: String {
        var json = JSONWriter()
        json.beginObject()
        if let object {
            for (name, value) in object.members where !Self.naming.contains(name) {
                json.name(name)
                if name == "SupportedLoginProviders", value.kind == .object {
                    json.beginObject()
                    for (provider, app) in value.members {
                        json.member(provider, String((app.string ?? "").prefix { $0 != ";" }))
                    }
                    json.endObject()
                } else {
                    json.raw(value.kind == .string ? "\"\(value.text)\"" : value.text)
                }
            }
        }
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// The users of a developer provider that the members name.
    var people: [String: String] {
        guard let object else { return [:] }
        return Dictionary(
            object.members.compactMap { name, value in
                Self.naming.contains(name) ? value.string.map { (name, $0) } : nil
            }, uniquingKeysWith: { first, _ in first })
    }

    private static let naming: Set = [
        "DeveloperUserIdentifier", "SourceUserIdentifier", "DestinationUserIdentifier",
    ]

    // MARK: Scalars

    func text(_ name: String) throws(WireError) -> String? {
        guard let node = self[name] else { return nil }
        return try Self.text(node)
    }

    func flag(_ name: String) throws(WireError) -> Bool? {
        guard let node = self[name] else { return nil }
        guard let flag = node.bool else { throw .serialization }
        return flag
    }

    /// A whole number, at most 64 bits of it.
    func integer(_ name: String) throws(WireError) -> Int64? {
        guard let node = self[name] else { return nil }
        guard let integer = node.number?.integer else { throw .serialization }
        return integer
    }

    // MARK: Containers

    func list(_ name: String) throws(WireError) -> [String?]? {
        guard let elements = try elements(name) else { return nil }
        var list: [String?] = []
        for element in elements { list.append(element.isNull ? nil : try Self.text(element)) }
        return list
    }

    func map(_ name: String) throws(WireError) -> MapMember<String>? {
        guard let members = try members(name) else { return nil }
        var entries: [(key: String, value: String?)] = []
        for (key, value) in members { entries.append((key, value.isNull ? nil : try Self.text(value))) }
        return MapMember(entries: entries)
    }

    func logins(_ name: String) throws(WireError) -> LoginsMember? {
        guard let map = try map(name) else { return nil }
        return LoginsMember(entries: map.entries.map { (ProviderName($0.key), $0.value.map { Secret($0) }) })
    }

    // MARK: Structures

    func structure<Value>(
        _ name: String, _ read: (RequestMembers) throws(WireError) -> Value
    ) throws(WireError) -> Value? {
        guard let node = self[name] else { return nil }
        return try read(RequestMembers(node))
    }

    func structures<Value>(
        _ name: String, _ read: (RequestMembers) throws(WireError) -> Value
    ) throws(WireError) -> [Value?]? {
        guard let elements = try elements(name) else { return nil }
        var list: [Value?] = []
        for element in elements { list.append(element.isNull ? nil : try read(RequestMembers(element))) }
        return list
    }

    func structureMap<Value>(
        _ name: String, _ read: (RequestMembers) throws(WireError) -> Value
    ) throws(WireError) -> MapMember<Value>? {
        guard let members = try members(name) else { return nil }
        var entries: [(key: String, value: Value?)] = []
        for (key, value) in members { entries.append((key, value.isNull ? nil : try read(RequestMembers(value)))) }
        return MapMember(entries: entries)
    }

    // MARK: Nodes

    private subscript(_ name: String) -> JSONNode? {
        guard let node = object?[name], !node.isNull else { return nil }
        return node
    }

    private func elements(_ name: String) throws(WireError) -> JSONElements? {
        guard let node = self[name] else { return nil }
        guard node.kind == .array else { throw .serialization }
        return node.elements
    }

    private func members(_ name: String) throws(WireError) -> JSONMembers? {
        guard let node = self[name] else { return nil }
        guard node.kind == .object else { throw .serialization }
        return node.members
    }

    private static func text(_ node: JSONNode) throws(WireError) -> String {
        guard let text = node.string else { throw .serialization }
        return text
    }
}

/// A map of a request as it was written, in the order given; nil where a value is null.
struct MapMember<Value> {
    let entries: [(key: String, value: Value?)]
}

extension MapMember: Sendable where Value: Sendable {}
