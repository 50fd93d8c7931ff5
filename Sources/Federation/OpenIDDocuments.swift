import StrictJSON

/// What relying parties fetch from us before they believe our tokens.
///
/// - Source: OpenID Connect Discovery 1.0 §3; RFC 7517 §5.
package struct OpenIDDocuments: Sendable {
    package let configuration: [UInt8]
    package let keySet: @Sendable () -> [UInt8]

    /// - Parameters:
    ///   - issuer: the `iss` of our tokens.
    ///   - address: where this deployment is reached, which is the issuer unless that is another's name.
    package init(issuer: String, address: String, keys: SigningKeys) {
        var json = JSONWriter()
        json.beginObject()
        json.member("issuer", issuer)
        json.member("jwks_uri", "\(address)/.well-known/jwks_uri")
        // Tokens come from an API and no browser is ever sent here, but the specification and its readers ask for it.
        json.member("authorization_endpoint", "\(address)/")
        json.member("response_types_supported", ["id_token"])
        json.member("subject_types_supported", ["public"])
        json.member("id_token_signing_alg_values_supported", ["RS256", "RS512", "ES256"])
        json.member("claims_supported", ["sub", "aud", "amr", "iss", "exp", "iat"])
        json.endObject()
        configuration = json.bytes
        keySet = { keys.publishedKeySet }
    }
}
