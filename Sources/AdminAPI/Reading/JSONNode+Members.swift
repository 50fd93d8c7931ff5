import StrictJSON

/// Members of a body that has been checked against its schema, which names them.
extension JSONNode {
    package func text(_ name: String) -> String? { self[name]?.string }
    package func flag(_ name: String) -> Bool? { self[name]?.bool }
    package func integer(_ name: String) -> Int64? { self[name]?.number?.integer }
    /// Nil when the member is missing.
    package func texts(_ name: String) -> [String]? { self[name]?.elements.compactMap(\.string) }

    /// Nil when the member is missing.
    package func textMap(_ name: String) -> [String: String]? {
        guard let node = self[name] else { return nil }
        var map: [String: String] = [:]
        for (key, value) in node.members { map[key] = value.string }
        return map
    }
}
