/// The signatures that this room can check. Symmetric ones do not exist here, so no public key can ever be taken for a
/// shared secret, and `none` has no name.
///
/// - Source: RFC 7518 §3.1; RFC 8037 §3.1. Raw values are the names in a token's header.
package enum SignatureAlgorithm: String, Sendable, Hashable, CaseIterable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case edDSA = "EdDSA"
}

extension Set<SignatureAlgorithm> {
    /// What Google, Apple, Facebook and the user pools sign with.
    package static let named: Set = [.rs256]
    /// RSA with PKCS #1 padding only, as Amazon Cognito demands of an OpenID Connect provider.
    package static let strictCognito: Set = [.rs256, .rs384, .rs512]
    /// What a generic OpenID Connect provider may use unless its registration says otherwise.
    package static let openIDConnect: Set = [.rs256, .rs384, .rs512, .es256, .es384, .es512]
}
