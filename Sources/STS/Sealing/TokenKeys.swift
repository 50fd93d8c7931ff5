import Crypto
import IdentityModel

/// What one root key and one token's salt give: the key that encrypts this token and no other, and the secret access
/// key that belongs to it.
///
/// The secret is derived and not carried: whoever sees a token and its key id, in a log or a browser's storage, still
/// cannot sign. It hangs on the token's hash, so no other token, however made, has the same one.
///
/// - Source: RFC 5869; both keys share one extraction and differ in their info.
struct TokenKeys: Sendable {
    private let extracted: SymmetricKey

    private static let encryptionInfo = Array("sluice/sts/session/v1/enc".utf8)
    private static let secretInfo = Array("sluice/sts/session/v1/secret".utf8)

    init(_ rootKey: RootKey, salt: some Collection<UInt8>) {
        let secret = SymmetricKey(data: rootKey.secret.reveal())
        extracted = SymmetricKey(data: HKDF<SHA256>.extract(inputKeyMaterial: secret, salt: Array(salt)))
    }

    /// 32 bytes.
    var encryption: SymmetricKey { SymmetricKey(data: expanded(Self.encryptionInfo)) }

    /// 30 bytes, which are 40 characters.
    func secretAccessKey(for accessKeyID: AccessKeyID, token: [UInt8]) -> Secret<String> {
        let block = expanded(Self.secretInfo + accessKeyID.rawValue.utf8 + SHA256.hash(data: token))
        return Secret(Base64.encode(Array(block.prefix(30))))
    }

    /// HKDF's expansion where one block is enough: the HMAC of the info and the block's number. The library's own gives
    /// its result as a key, out of which bytes are not to be had safely.
    private func expanded(_ info: [UInt8]) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: info + [1], using: extracted)
    }
}
