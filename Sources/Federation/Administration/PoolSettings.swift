import IdentityModel

/// The settings of a pool that are always written together: what is not given is set back to its default.
///
/// - Source: Amazon Cognito Identity API Reference, `CreateIdentityPool`, `UpdateIdentityPool`.
package struct PoolSettings: Sendable {
    package var name: String
    package var allowsGuests: Bool
    package var allowsClassicFlow: Bool?
    /// Nil keeps the name that the pool has.
    package var developerProvider: String?
    package var socialProviders: [IdentityPool.SocialProvider] = []
    package var userPoolClients: [IdentityPool.UserPoolClient] = []
    package var openIDProviderARNs: [String] = []
    package var samlProviderARNs: [String] = []

    package init(name: String, allowsGuests: Bool) {
        self.name = name
        self.allowsGuests = allowsGuests
    }

    /// Writes the settings into a pool, new or old.
    func apply(to pool: inout IdentityPool) throws(FederationError) {
        for client in userPoolClients where !Self.isUserPool(client.name.rawValue) || client.clientID.isEmpty {
            throw .invalid(.userPoolProvider)
        }
        // No ARN has other characters, and in bytes of ASCII the longest can be kept.
        for arn in openIDProviderARNs + samlProviderARNs where !arn.utf8.allSatisfy({ $0 < 0x80 }) {
            throw .invalid(.providerARN(pool.account))
        }
        for arn in samlProviderARNs where !Self.isSAMLProvider(arn, of: pool.account) {
            throw .invalid(.providerARN(pool.account))
        }
        if let name = developerProvider {
            if let fixed = pool.developerProvider, !fixed.utf8.elementsEqual(name.utf8) {
                throw .invalid(.developerProviderFixed)
            }
            // A pool that has such a name from before keeps it, since no name can be changed.
            if pool.developerProvider == nil, DeveloperProviderName.isReserved(name) {
                throw .invalid(.developerProviderTaken(name))
            }
            pool.developerProvider = name
        }
        pool.name = name
        pool.allowsGuests = allowsGuests
        pool.allowsClassicFlow = allowsClassicFlow
        pool.socialProviders = socialProviders
        pool.userPoolClients = Self.distinct(userPoolClients) { $0.name == $1.name && $0.clientID == $1.clientID }
        pool.openIDProviderARNs = Self.distinct(openIDProviderARNs) { $0.utf8.elementsEqual($1.utf8) }
        pool.samlProviderARNs = Self.distinct(samlProviderARNs) { $0.utf8.elementsEqual($1.utf8) }
        if let name = pool.developerProvider, pool.hasPublicProvider(name) {
            throw .invalid(.developerProviderTaken(name))
        }
    }

    /// What was given twice counts once, the first time.
    private static func distinct<Entry>(_ entries: [Entry], _ isSame: (Entry, Entry) -> Bool) -> [Entry] {
        var distinct: [Entry] = []
        for entry in entries where !distinct.contains(where: { isSame($0, entry) }) { distinct.append(entry) }
        return distinct
    }

    /// `cognito-idp.REGION.amazonaws.com/POOL`, or a user pool of one's own under a name of the same form, with a path.
    private static func isUserPool(_ name: String) -> Bool {
        let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return false }
        let host = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        return host.count >= 4 && host[0] == "cognito-idp" && !host.contains { $0.isEmpty }
    }

    private static func isSAMLProvider(_ arn: String, of account: AccountID) -> Bool {
        let prefix = "arn:aws:iam::\(account):saml-provider/"
        return arn.hasPrefix(prefix) && arn.utf8.count > prefix.utf8.count
    }
}
