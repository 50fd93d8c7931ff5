import IdentityModel
import Storage

/// The issuers that an account has registered, as this replica knows them: at most a second behind the database.
package struct OpenIDProviderDirectory: Sendable {
    private let cache: ReadThroughCache<Key, OpenIDProvider>

    private struct Key: Hashable, Sendable {
        let account: AccountID
        let url: String
    }

    package init(_ store: OpenIDProviderStore) {
        cache = ReadThroughCache { key throws(StorageError) in
            try await store.find(url: key.url, account: key.account)
        }
    }

    /// What was changed here is in force here at once.
    package func forgetAll() { cache.forgetAll() }

    /// - Parameter issuer: as a token has it; a final slash makes no difference, as it makes none when a provider is
    ///   registered.
    func provider(of issuer: String, in account: AccountID) async throws(WebIdentityError) -> OpenIDProvider? {
        // Longer ones are in no registration.
        guard issuer.utf8.count <= 512 else { return nil }
        let url = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        do throws(StorageError) {
            return try await cache.value(for: Key(account: account, url: url))
        } catch {
            throw .unavailable("\(error)")
        }
    }
}
