import IdentityModel
import WebTokens

/// A pretended issuer with one key: it signs whatever it is told to.
package struct TokenForge: Sendable {
    package var key: ForgeKey
    package var algorithm: SignatureAlgorithm
    package var kid: String?

    package init(_ key: ForgeKey = .rsa, as algorithm: SignatureAlgorithm = .rs256, kid: String? = "key-1") {
        self.key = key
        self.algorithm = algorithm
        self.kid = kid
    }

    /// The honest header.
    package var header: RawObject {
        var header: RawObject = ["alg": "\"\(algorithm.rawValue)\"", "typ": "\"JWT\""]
        if let kid { header["kid"] = "\"\(kid)\"" }
        return header
    }

    /// The public key under its name.
    package var jwk: RawObject { kid.map { key.jwk.with("kid", "\"\($0)\"") } ?? key.jwk }

    /// The set with this one key.
    package var keySet: String { Self.keySet([jwk]) }

    package static func keySet(_ keys: [RawObject]) -> String {
        "{\"keys\":[" + keys.map(\.description).joined(separator: ",") + "]}"
    }

    /// A token with these claims. The signature is good, whatever the texts are.
    package func token(_ payload: RawObject, header: RawObject? = nil) throws -> Secret<String> {
        try token(payload: payload.description, header: (header ?? self.header).description)
    }

    /// A token with these texts, JSON or not, under a good signature.
    package func token(payload: String, header: String? = nil) throws -> Secret<String> {
        try sign(Self.segment(header ?? self.header.description) + "." + Self.segment(payload))
    }

    /// The two encoded segments with the signature over them.
    package func sign(_ signingInput: String) throws -> Secret<String> {
        let signature = try key.signature(over: Array(signingInput.utf8), as: algorithm)
        return Secret(signingInput + "." + Base64URL.encode(signature))
    }

    package static func segment(_ text: String) -> String { Base64URL.encode(text.utf8) }
}

extension RawObject {
    /// The claims of a good token: issued now, valid for an hour.
    package static func claims(
        iss: String, sub: String = "110169484474386276334", aud: String, iat: Int64 = 1_767_225_600
    ) -> RawObject {
        [
            "iss": "\"\(iss)\"", "sub": "\"\(sub)\"", "aud": "\"\(aud)\"", "iat": "\(iat)", "exp": "\(iat + 3_600)",
        ]
    }
}
