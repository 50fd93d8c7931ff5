import Crypto
import IdentityModel

import struct Foundation.Data
import struct Foundation.Date

/// Makes session tokens and recognises them again, with nothing stored.
///
/// A token is `version, suite, root key id (8), salt (32), ciphertext, tag (16)` in base64url. The payload is encrypted
/// with AES-256-GCM under a key of its own; since that key encrypts one message only, the nonce is zero. Header, access
/// key id and deployment are authenticated with it: a token is worth nothing under another key id or in another house.
package struct SessionSeal: Sendable {
    private let keyring: Keyring
    private let deploymentID: String

    private static let version: UInt8 = 1
    /// AES-256-GCM under a key from HKDF-SHA256.
    private static let suite: UInt8 = 1
    private static let saltStart = 10
    private static let headerLength = 42
    private static let tagLength = 16
    private static let nonce = [UInt8](repeating: 0, count: 12)

    /// In characters. Proxies and servers limit a request's headers to as much in total.
    package static let longestToken = 8192
    /// Seconds by which another replica's clock may be ahead.
    private static let allowedSkew = 300.0

    package init(keyring: Keyring, deploymentID: String) {
        self.keyring = keyring
        self.deploymentID = deploymentID
    }

    package func seal(
        _ session: SealedSession, for accessKeyID: AccessKeyID, at now: Date,
        using generator: inout some RandomNumberGenerator
    ) throws(SealError) -> SealedToken {
        let rootKey = try keyring.sealingKey(at: now)
        var bytes = Self.header(rootKey.id, using: &generator)
        let keys = TokenKeys(rootKey, salt: bytes[Self.saltStart...])
        do {
            let box = try AES.GCM.seal(
                session.payload, using: keys.encryption, nonce: AES.GCM.Nonce(data: Self.nonce),
                authenticating: authenticated(bytes[...], accessKeyID))
            bytes += box.ciphertext
            bytes += box.tag
        } catch {
            throw .cipherFailed
        }
        let token = Base64.encodeURLSafe(bytes)
        guard token.utf8.count <= Self.longestToken else { throw .tooLarge(token.utf8.count) }
        return SealedToken(
            token: Secret(token), secretAccessKey: keys.secretAccessKey(for: accessKeyID, token: bytes))
    }

    /// Recognises a token that was presented together with an access key id.
    ///
    /// The order is security: nothing of the content is looked at before it is known to be ours.
    package func open(
        _ token: Secret<String>, for accessKeyID: AccessKeyID, at now: Date
    ) throws(SealError) -> OpenedSession {
        let length = token.reveal().utf8.count
        guard length <= Self.longestToken else { throw .tooLarge(length) }
        guard let bytes = Base64.decodeURLSafe(token.reveal()), bytes.count >= Self.headerLength + Self.tagLength
        else { throw .malformed }
        guard bytes[0] == Self.version, bytes[1] == Self.suite else {
            throw .unknownFormat(version: bytes[0], suite: bytes[1])
        }
        let keyID = bytes[2..<Self.saltStart].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        let rootKey = try keyring.openingKey(keyID, at: now)
        let keys = TokenKeys(rootKey, salt: bytes[Self.saltStart..<Self.headerLength])
        let payload = try decrypt(bytes, with: keys, for: accessKeyID)
        let session = try SealedSession(payload: payload)
        guard now < session.expiresAt else { throw .expired(at: session.expiresAt) }
        guard session.issuedAt <= now.addingTimeInterval(Self.allowedSkew) else {
            throw .issuedAhead(at: session.issuedAt)
        }
        return OpenedSession(session: session, accessKeyID: accessKeyID, token: bytes, keys: keys)
    }

    private static func header(_ keyID: UInt64, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var header = [version, suite]
        header.reserveCapacity(512)
        header.append(bigEndian: keyID)
        for _ in 0..<4 { header.append(bigEndian: generator.next()) }
        return header
    }

    /// Access key ids all have the same length, so no two pairs of id and deployment run together to the same bytes.
    private func authenticated(_ header: ArraySlice<UInt8>, _ accessKeyID: AccessKeyID) -> [UInt8] {
        Array(header) + accessKeyID.rawValue.utf8 + deploymentID.utf8
    }

    private func decrypt(
        _ bytes: [UInt8], with keys: TokenKeys, for accessKeyID: AccessKeyID
    ) throws(SealError) -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(combined: Self.nonce + bytes[Self.headerLength...])
            let header = bytes[..<Self.headerLength]
            return Array(
                try AES.GCM.open(box, using: keys.encryption, authenticating: authenticated(header, accessKeyID)))
        } catch {
            throw .notAuthentic
        }
    }
}

/// What goes out to the client together with the access key id.
package struct SealedToken: Sendable {
    package let token: Secret<String>
    package let secretAccessKey: Secret<String>
}

/// A session that was recognised. Only `SessionSeal.open` makes one.
package struct OpenedSession: Sendable {
    package let session: SealedSession
    private let accessKeyID: AccessKeyID
    private let token: Secret<[UInt8]>
    private let keys: Secret<TokenKeys>

    init(session: SealedSession, accessKeyID: AccessKeyID, token: [UInt8], keys: TokenKeys) {
        self.session = session
        self.accessKeyID = accessKeyID
        self.token = Secret(token)
        self.keys = Secret(keys)
    }

    /// The secret that the session's holder signs with. Derived on demand: revocations are checked first, and a cached
    /// signing key does without.
    package func secretAccessKey() -> Secret<String> {
        keys.reveal().secretAccessKey(for: accessKeyID, token: token.reveal())
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian number: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
