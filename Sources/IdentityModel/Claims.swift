import StrictJSON

/// What a provider said of a person, kept as the JSON object that was proven.
package struct Claims: Sendable {
    private let document: JSONDocument

    /// - Parameter document: a text whose root is an object.
    package init(_ document: JSONDocument) {
        self.document = document
    }

    package subscript(_ name: String) -> JSONNode? { document.root[name] }

    package var members: JSONMembers { document.root.members }

    /// The claims as compact text; for storage and traces of what was proven, never of a token.
    package var text: String { document.text }
}
