import Crypto
import StrictJSON

/// The keys by which an issuer can be recognised, admitted one by one and ready for use.
///
/// - Source: RFC 7517 §5.
package struct JSONWebKeySet: Sendable {
    let keys: [JSONWebKey]

    static let limit = 100

    /// - Throws: when the text is no key set, holds more than 100 keys, a private one, or none that can be used.
    package init(parsing bytes: [UInt8]) throws(KeySetError) {
        guard let document = try? JSONDocument(bytes, limits: .document), let list = document.root["keys"],
            list.kind == .array
        else { throw .malformed }
        let nodes = Array(list.elements)
        guard nodes.count <= Self.limit else { throw .tooManyKeys(limit: Self.limit) }
        let published = nodes.filter(JSONWebKey.isPrivate)
        guard published.isEmpty else {
            throw .privateKeyPublished(published.compactMap { try? KeyMaterial($0).thumbprint })
        }
        let keys = nodes.compactMap { JSONWebKey($0) }
        guard keys.contains(where: { $0.material != nil }) else { throw .noUsableKey(refusedSome: !keys.isEmpty) }
        self.keys = keys
    }

    init(keys: [JSONWebKey]) {
        self.keys = keys
    }

    /// The same set without the keys of these thumbprints.
    func without(_ thumbprints: [SHA256Digest]) -> JSONWebKeySet {
        JSONWebKeySet(
            keys: keys.filter { key in
                guard let material = key.material else { return true }
                return !thumbprints.contains(material.thumbprint)
            })
    }

    /// Whether a key of this name is there, usable or not.
    func contains(_ kid: String) -> Bool { keys.contains { $0.isNamed(kid) } }
}
