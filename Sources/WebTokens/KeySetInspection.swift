import Crypto
import CryptoExtras
import StrictJSON

/// What a key set would do for the tokens of an issuer, key by key, for an operator who wants to know before the users do.
///
/// It decides nothing of its own: every answer is what admission and selection say.
package struct KeySetInspection: Sendable {
    package struct Key: Sendable, Equatable {
        package let id: String?
        /// `RSA, 2048 bits`, `P-256`; nil for a key that is not used.
        package let kind: String?
        package let standing: Standing
    }

    package enum Standing: Sendable, Equatable {
        /// It verifies tokens that are signed with these.
        case used([SignatureAlgorithm])
        /// It is none of our business: another kind, another use.
        case ignored
        /// Tokens that it signs are refused.
        case refused(KeyRefusal)
        /// It comes with its private half, so the whole set is refused.
        case isPrivate
        /// None of the algorithms that are admitted for this issuer goes with it.
        case noAlgorithm
        /// Its size or exponent is not what the descriptor asks for.
        case notByTheRule
        /// Another usable key has the same name.
        case nameShared
        /// It has no name although tokens must name their key, or too many have none.
        case nameless
    }

    package let keys: [Key]
    /// Why the set as a whole is refused.
    package let error: KeySetError?
    /// Where the text fails to be JSON, when that is why.
    package let syntax: JSONError?

    /// - Parameter announced: the algorithms that the issuer's discovery document names; nil without one.
    package init(of bytes: [UInt8], policy: TokenPolicy, announced: Set<SignatureAlgorithm>? = nil) {
        var error: KeySetError?
        do throws(KeySetError) { _ = try JSONWebKeySet(parsing: bytes) } catch let refusal { error = refusal }
        var nodes: [JSONNode] = []
        var syntax: JSONError?
        do throws(JSONError) {
            nodes = try JSONDocument(bytes, limits: .document).root["keys"].map { Array($0.elements) } ?? []
        } catch let mistake {
            syntax = mistake
        }
        if nodes.count > JSONWebKeySet.limit { nodes = [] }

        let set = JSONWebKeySet(keys: nodes.filter { !JSONWebKey.isPrivate($0) }.compactMap { JSONWebKey($0) })
        let algorithms = SignatureAlgorithm.allCases.filter {
            policy.algorithms.contains($0) && announced?.contains($0) ?? true
        }
        keys = nodes.map { Key($0, in: set, admitting: algorithms, policy: policy) }
        self.error = error
        self.syntax = syntax
    }
}

extension KeySetInspection.Key {
    fileprivate init(
        _ node: JSONNode, in set: JSONWebKeySet, admitting algorithms: [SignatureAlgorithm], policy: TokenPolicy
    ) {
        id = node["kid"]?.string
        guard !JSONWebKey.isPrivate(node) else {
            (kind, standing) = (nil, .isPrivate)
            return
        }
        guard let key = JSONWebKey(node) else {
            (kind, standing) = (nil, .ignored)
            return
        }
        guard let material = key.material else {
            (kind, standing) = (nil, .refused(key.refusal ?? .unusable))
            return
        }
        kind = material.key.kind
        let fitting = algorithms.filter(key.fits)
        let used = fitting.filter { set.finds(material, named: key.id, for: $0, policy: policy) }
        if fitting.isEmpty {
            standing = .noAlgorithm
        } else if !material.key.isAdmitted(by: policy.rsaKeys) {
            standing = .notByTheRule
        } else if used.isEmpty {
            standing = key.id == nil ? .nameless : .nameShared
        } else {
            standing = .used(used)
        }
    }
}

extension JSONWebKeySet {
    /// Whether a token that names the key as its set does, or that may leave the name out, would be tried against it.
    fileprivate func finds(
        _ material: KeyMaterial, named kid: String?, for algorithm: SignatureAlgorithm, policy: TokenPolicy
    ) -> Bool {
        if kid == nil, policy.requiresKeyID { return keys.count == 1 }
        guard case .candidates(let found) = select(kid: kid, algorithm: algorithm, policy: policy) else { return false }
        return found.contains { $0.thumbprint == material.thumbprint }
    }
}

extension VerificationKey {
    fileprivate var kind: String {
        switch self {
        case .rsa(let key, _): "RSA, \(key.keySizeInBits) bits"
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        case .ed25519: "Ed25519"
        }
    }
}
