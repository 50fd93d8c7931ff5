import StrictJSON

/// What an OpenID Connect issuer says of itself, as far as its tokens are concerned.
///
/// - Source: OpenID Connect Discovery 1.0 §3 and §4.3.
struct DiscoveryDocument: Sendable, Equatable {
    /// The issuer exactly as its tokens must write it.
    let issuer: String
    let keySetURL: String
    /// Only those that exist here; `none` and symmetric ones are as good as unsaid.
    let algorithms: Set<SignatureAlgorithm>

    private static let urlLimit = 2_048

    /// - Parameter issuer: the registered issuer. One slash more or less at its end is the only difference allowed.
    init(parsing bytes: [UInt8], registeredAs issuer: String) throws(KeySetError) {
        guard let document = try? JSONDocument(bytes, limits: .document),
            let stated = document.root["issuer"]?.string,
            let keySetURL = document.root["jwks_uri"]?.string, (1...Self.urlLimit).contains(keySetURL.utf8.count)
        else { throw .malformed }
        guard Self.isSame(stated, issuer) else { throw .foreignIssuer }
        self.issuer = stated
        self.keySetURL = keySetURL
        guard let supported = document.root["id_token_signing_alg_values_supported"] else {
            algorithms = [.rs256]
            return
        }
        guard supported.kind == .array else { throw .malformed }
        algorithms = Set(supported.elements.compactMap { $0.string.flatMap(SignatureAlgorithm.init(rawValue:)) })
    }

    private static func isSame(_ stated: String, _ registered: String) -> Bool {
        stated.isSameBytes(as: registered) || stated.isSameBytes(as: registered + "/")
            || registered.isSameBytes(as: stated + "/")
    }

    /// - Source: OpenID Connect Discovery 1.0 §4: the path of the issuer comes first, without a final slash.
    static func url(of issuer: String) -> String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }
}
