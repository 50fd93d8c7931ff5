import Crypto
import IdentityModel
import Storage

import struct Foundation.Date

/// Tells whose bearer token somebody sent: `slt_` and 43 characters, 32 random bytes. Whoever has one is the user whom it
/// was made for, with no more and no fewer permissions.
package struct BearerRecognition: Sendable {
    private let store: BearerTokenStore
    private let users: UserDirectory
    private let account: AccountID
    private let region: String
    private let now: @Sendable () -> Date

    /// - Parameter region: in which its bearer acts.
    package init(
        _ store: BearerTokenStore, users: UserDirectory, account: AccountID, region: String,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.users = users
        self.account = account
        self.region = region
        self.now = now
    }

    /// Only a hash of the token is kept and asked for, so how long the search takes tells nothing about a token.
    package func recognise(_ token: Secret<String>) async throws(STSError) -> RecognisedCaller {
        guard let hash = BearerToken.hash(of: token) else { throw .unknownCaller(.noSuchToken) }
        let found: BearerToken?
        do throws(StorageError) {
            found = try await store.find(hash: hash, account: account)
        } catch {
            throw .unavailable("\(error)")
        }
        guard let found else { throw .unknownCaller(.noSuchToken) }
        guard now() < found.expiresAt else { throw .sessionExpired }
        guard let user = try await users.user(id: found.user, of: account) else { throw .unknownCaller(.userGone) }
        return RecognisedCaller(user, accessKeyID: nil, region: region)
    }
}

extension BearerToken {
    private static let prefix = "slt_"
    private static let characters = 43

    /// A new token, and the hash that is kept of it.
    package static func random(
        using generator: inout some RandomNumberGenerator
    ) -> (token: Secret<String>, hash: [UInt8]) {
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let text = prefix + Base64.encodeURLSafe(bytes)
        return (Secret(text), Array(SHA256.hash(data: Array(text.utf8))))
    }

    /// Nil for what cannot be a token.
    static func hash(of token: Secret<String>) -> [UInt8]? {
        let text = token.reveal()
        guard text.utf8.count == prefix.utf8.count + characters, text.hasPrefix(prefix) else { return nil }
        return Array(SHA256.hash(data: Array(text.utf8)))
    }
}
