import StrictJSON

/// What a discovery document says, and whether it would be believed.
package struct DiscoveryInspection: Sendable {
    /// As written; nil when it is missing or no text.
    package let issuer: String?
    package let keySetURL: String?
    /// Those that exist here. Without a word about them RS256 is meant.
    package let algorithms: Set<SignatureAlgorithm>
    /// Whether the document says which algorithms it means.
    package let namesAlgorithms: Bool
    /// Why the document is refused.
    package let error: KeySetError?
    /// Where the text fails to be JSON, when that is why.
    package let syntax: JSONError?

    /// - Parameter issuer: the registered issuer.
    package init(of bytes: [UInt8], registeredAs issuer: String) {
        var document: DiscoveryDocument?
        var error: KeySetError?
        do throws(KeySetError) {
            document = try DiscoveryDocument(parsing: bytes, registeredAs: issuer)
        } catch let refusal {
            error = refusal
        }
        var root: JSONNode?
        var syntax: JSONError?
        do throws(JSONError) {
            root = try JSONDocument(bytes, limits: .document).root
        } catch let mistake {
            syntax = mistake
        }
        self.issuer = root?["issuer"]?.string
        keySetURL = root?["jwks_uri"]?.string
        algorithms = document?.algorithms ?? []
        namesAlgorithms = root?["id_token_signing_alg_values_supported"] != nil
        self.error = error
        self.syntax = syntax
    }

    /// Where the document of an issuer is when nobody says otherwise.
    package static func url(of issuer: String) -> String { DiscoveryDocument.url(of: issuer) }
}
