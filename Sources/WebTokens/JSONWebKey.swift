import Crypto
import StrictJSON

/// One key of a set, as far as it concerns signatures.
struct JSONWebKey: Sendable {
    let id: String?
    /// The one algorithm for which it is meant, when it says so.
    let algorithm: String?
    /// Nil: the key is of a kind that could sign, but broken or too weak. It is remembered so that a token that names
    /// it is told so, and nobody asks the issuer for it again.
    let material: KeyMaterial?
    /// Why there is no material.
    let refusal: KeyRefusal?

    /// Whether a token signed by this algorithm could name this key.
    func fits(_ algorithm: SignatureAlgorithm) -> Bool {
        material?.key.fits(algorithm) ?? false && self.algorithm.map { $0 == algorithm.rawValue } ?? true
    }

    func isNamed(_ kid: String) -> Bool { id?.isSameBytes(as: kid) ?? false }
}

/// A public key with its name for life: the thumbprint stays the same whatever the issuer calls the key.
struct KeyMaterial: Sendable {
    let key: VerificationKey
    /// - Source: RFC 7638.
    let thumbprint: SHA256Digest
}

extension JSONWebKey {
    private static let privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]

    /// Whether an asymmetric key comes with its private half.
    static func isPrivate(_ node: JSONNode) -> Bool {
        switch node["kty"]?.string {
        case "RSA", "EC", "OKP": privateMembers.contains { node[$0] != nil }
        default: false
        }
    }

    /// Reads one element of a set. Nil for what is none of our business: symmetric keys, kinds that we do not know, and
    /// keys that are meant for encryption.
    ///
    /// - Source: RFC 7517 §4 and §5.
    init?(_ node: JSONNode) {
        guard node.kind == .object, ["RSA", "EC", "OKP"].contains(node["kty"]?.string), Self.isForSignatures(node)
        else { return nil }
        id = node["kid"]?.string
        algorithm = node["alg"]?.string
        do throws(KeyRefusal) {
            for name in ["kid", "alg"] where node[name].map({ $0.kind != .string }) ?? false { throw .member(name) }
            material = try KeyMaterial(node)
            refusal = nil
        } catch {
            material = nil
            refusal = error
        }
    }

    private static func isForSignatures(_ node: JSONNode) -> Bool {
        if let use = node["use"], use.string != "sig" { return false }
        guard let operations = node["key_ops"] else { return true }
        return operations.elements.contains { $0.string == "verify" }
    }
}
