import IdentityModel
import StrictJSON

/// The header of a signed token. It names an algorithm and a key; whether either is admitted is not its to say.
package struct TokenHeader: Sendable {
    /// As written; it may be one that does not exist here.
    package let algorithm: String
    /// An exact-match look-up key and nothing else. An empty one counts as absent.
    package let kid: String?
    /// In lower case, without the optional `application/`.
    let type: String?
    private let document: JSONDocument

    private static let kidLimit = 256

    /// What asks for a reading of the token that this room does not have: extensions, encryption, compression,
    /// detached or nested payloads.
    private static let foreign: Set = [
        "crit", "cty", "b64", "zip", "enc", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
    ]

    init(_ document: JSONDocument) throws(LoginError) {
        var algorithm: String?
        var kid: String?
        var type: String?
        for (name, value) in document.root.members {
            switch name {
            case "alg": algorithm = try Self.text(value)
            case "kid": kid = try Self.text(value)
            case "typ": type = try Self.text(value)
            default: if Self.foreign.contains(name) { throw .malformed }
            }
        }
        guard let algorithm, !algorithm.isEmpty, kid?.utf8.count ?? 0 <= Self.kidLimit else { throw .malformed }
        self.algorithm = algorithm
        self.kid = kid.flatMap { $0.isEmpty ? nil : $0 }
        self.type = type.map(Self.bare)
        self.document = document
    }

    package func has(_ member: String) -> Bool { document.root[member] != nil }

    private static func text(_ node: JSONNode) throws(LoginError) -> String {
        guard let text = node.string else { throw .malformed }
        return text
    }

    /// - Source: RFC 7515 §4.1.9.
    private static func bare(_ type: String) -> String {
        let type = type.lowercased()
        return type.hasPrefix("application/") ? String(type.dropFirst("application/".count)) : type
    }
}
