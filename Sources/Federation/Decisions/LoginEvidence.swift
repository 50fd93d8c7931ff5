import IdentityModel
import StrictJSON
import WebTokens

/// What a token that was refused said of itself. Nothing of it was believed, and nothing of it proves anything; it tells
/// whoever set up the pool which token it was.
struct LoginEvidence: Sendable {
    let algorithm: String
    let keyID: String?
    let issuer: String?
    let audiences: [String]
    let issuedAt: Int64?
    let expiry: Int64?

    /// Nil when it is no signed token.
    init?(_ token: Secret<String>) {
        guard let token = try? CompactToken(token) else { return nil }
        let claims = token.payload.root
        algorithm = Self.cut(token.header.algorithm)
        keyID = token.header.kid.map(Self.cut)
        issuer = claims["iss"]?.string.map(Self.cut)
        let audience = claims["aud"]
        let several = audience.map { Array($0.elements.prefix(8)) } ?? []
        audiences = (audience?.string.map { [$0] } ?? several.compactMap(\.string)).map(Self.cut)
        issuedAt = claims["iat"]?.number?.integer
        expiry = claims["exp"]?.number?.integer
    }

    /// A stranger wrote it, so there is no more of it than helps.
    private static func cut(_ text: String) -> String { String(text.unicodeScalars.prefix(256)) }
}
