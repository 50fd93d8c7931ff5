import StrictJSON

extension JSONNode? {
    /// Elements of an array that may be missing.
    var parts: [JSONNode] { self.map { Array($0.elements) } ?? [] }

    /// Members of an object that may be missing.
    var pairs: [(name: String, value: JSONNode)] {
        guard let node = self else { return [] }
        return node.members.map { (name: $0.name, value: $0.value) }
    }
}
