import Crypto
import IdentityModel

/// Seals what rests in the database. It comes from a file or the environment and never goes into the database itself.
///
/// A sealed value is `version 1B ‖ nonce 12B ‖ ciphertext ‖ tag 16B` under AES-256-GCM; its purpose is authenticated
/// with it, so that one column's value cannot be moved into another.
package struct MasterKey: Sendable {
    private let key: SymmetricKey
    private static let version: UInt8 = 1

    package static let byteCount = 32

    /// Nil unless there are exactly 32 bytes.
    package init?(_ bytes: Secret<[UInt8]>) {
        guard bytes.reveal().count == Self.byteCount else { return nil }
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes.reveal()), info: Array("sluice/at-rest/v1".utf8),
            outputByteCount: 32)
    }

    /// A key of its own for another purpose than sealing.
    func derived(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("sluice/\(purpose)".utf8), outputByteCount: 32)
    }

    func seal(_ secret: Secret<[UInt8]>, for purpose: String) throws(StorageError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(secret.reveal(), using: key, authenticating: Array(purpose.utf8))
            return [Self.version] + box.nonce + box.ciphertext + box.tag
        } catch {
            throw .sealBroken(purpose)
        }
    }

    func open(_ sealed: [UInt8], for purpose: String) throws(StorageError) -> Secret<[UInt8]> {
        guard sealed.first == Self.version else { throw .sealBroken(purpose) }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst())
            return Secret(Array(try AES.GCM.open(box, using: key, authenticating: Array(purpose.utf8))))
        } catch {
            throw .sealBroken(purpose)
        }
    }
}
