import IdentityModel
import STS
import Storage

/// What a pool has registered at one provider, as its administrators see it. Secrets are not part of it.
package enum ProviderRegistration: Sendable, Equatable {
    case social(appID: String, keepsSecret: Bool, limitedLogin: Bool)
    case userPool([IdentityPool.UserPoolClient])
    /// - Parameter registered: what the account has registered under the ARN; nil when that is nothing.
    case openID(registered: ClientRegistration?)
    case saml
    case developer
}

/// What is to become of a provider of a pool.
package enum ProviderChange: Sendable {
    case social(appID: String, secret: SecretChange, limitedLogin: Bool)
    case userPool([IdentityPool.UserPoolClient])
    case openID
    case saml

    package enum SecretChange: Sendable {
        /// As long as the app stays the same.
        case keep
        case set(Secret<String>?)
    }
}

/// The providers of a pool one by one. Their keys are those of `Logins`, but for OpenID Connect and SAML providers, which
/// are named by their ARNs as in role mappings and principal tags.
extension PoolAdministration {
    /// Of social providers, of user pools, of OpenID Connect providers.
    package static let mostProviders = (social: 10, userPoolClients: 50, arns: 50)

    package struct Providers: Sendable {
        package let version: Int64
        package let list: [(key: String, registration: ProviderRegistration)]
    }

    package func providers(of pool: String, by caller: RecognisedCaller) async throws(FederationError) -> Providers {
        let snapshot = try await find(pool, for: caller)
        let apps = try await stored { () throws(StorageError) in
            try await secrets?.list(in: snapshot.pool.id.uuid) ?? []
        }
        return Providers(version: snapshot.version, list: snapshot.providers(with: apps))
    }

    package func setProvider(
        _ key: String, of pool: String, to change: ProviderChange, by caller: RecognisedCaller,
        onlyOn isExpected: (Int64) -> Bool
    ) async throws(FederationError) {
        var apps: [ProviderSecretStore.SealedApp] = []
        if case .social(let appID, let secret, let limitedLogin) = change, let id = IdentityPoolID(pool) {
            apps.append(try seal(key, appID, secret, limitedLogin, in: id))
        }
        _ = try await self.change(pool, by: caller, with: apps, onlyOn: isExpected) { pool throws(FederationError) in
            var settings = PoolSettings(of: pool)
            settings.set(key, to: change)
            try settings.check(Self.mostProviders)
            try settings.apply(to: &pool)
        }
    }

    package func removeProvider(
        _ key: String, of pool: String, by caller: RecognisedCaller, onlyOn isExpected: (Int64) -> Bool
    ) async throws(FederationError) {
        _ = try await change(pool, by: caller, onlyOn: isExpected) { pool throws(FederationError) in
            var settings = PoolSettings(of: pool)
            guard settings.remove(key) else { throw .invalid(.providerNotConfigured(key)) }
            try settings.apply(to: &pool)
        }
    }

    private func seal(
        _ key: String, _ appID: String, _ secret: ProviderChange.SecretChange, _ limitedLogin: Bool,
        in pool: IdentityPoolID
    ) throws(FederationError) -> ProviderSecretStore.SealedApp {
        guard let secrets else { throw .internal("there is no place for the secret of an app") }
        var app = AppSettings(provider: ProviderName(key), clientID: appID, limitedLogin: limitedLogin)
        var keepsSecret = true
        if case .set(let secret) = secret {
            app.secret = secret
            keepsSecret = false
        }
        do throws(StorageError) {
            return try secrets.seal(app, in: pool.uuid, keepingSecret: keepsSecret)
        } catch {
            throw FederationError(error)
        }
    }
}

extension PoolSnapshot {
    fileprivate func providers(with apps: [AppSettings]) -> [(key: String, registration: ProviderRegistration)] {
        var list: [(key: String, registration: ProviderRegistration)] = []
        for provider in pool.socialProviders {
            let app = apps.first { $0.provider == provider.name && $0.clientID == provider.appID }
            list.append(
                (
                    provider.name.rawValue,
                    .social(
                        appID: provider.appID, keepsSecret: app?.secret != nil,
                        limitedLogin: app?.limitedLogin ?? false)
                ))
        }
        var userPools: [ProviderName] = []
        for client in pool.userPoolClients where !userPools.contains(client.name) { userPools.append(client.name) }
        for name in userPools {
            list.append((name.rawValue, .userPool(pool.userPoolClients.filter { $0.name == name })))
        }
        for arn in pool.openIDProviderARNs {
            list.append((arn, .openID(registered: issuers.first { $0.arn == arn }.map(ClientRegistration.init))))
        }
        list += pool.samlProviderARNs.map { ($0, .saml) }
        if let name = pool.developerProvider { list.append((name, .developer)) }
        return list
    }
}

extension ClientRegistration {
    fileprivate init(_ provider: OpenIDProvider) {
        self.init(clientIDs: provider.clientIDs, issuer: provider.issuer)
    }
}

extension PoolSettings {
    fileprivate init(of pool: IdentityPool) {
        self.init(name: pool.name, allowsGuests: pool.allowsGuests)
        allowsClassicFlow = pool.allowsClassicFlow
        developerProvider = pool.developerProvider
        socialProviders = pool.socialProviders
        userPoolClients = pool.userPoolClients
        openIDProviderARNs = pool.openIDProviderARNs
        samlProviderARNs = pool.samlProviderARNs
    }

    /// What is there keeps its place; what is new comes last.
    fileprivate mutating func set(_ key: String, to change: ProviderChange) {
        switch change {
        case .social(let appID, _, _):
            let provider = IdentityPool.SocialProvider(name: ProviderName(key), appID: appID)
            if let index = socialProviders.firstIndex(where: { $0.name == provider.name }) {
                socialProviders[index] = provider
            } else {
                socialProviders.append(provider)
            }
        case .userPool(let clients):
            let name = ProviderName(key)
            let index = userPoolClients.firstIndex { $0.name == name } ?? userPoolClients.endIndex
            let before = userPoolClients[..<index]
            userPoolClients = before + clients + userPoolClients[index...].filter { $0.name != name }
        case .openID: if !openIDProviderARNs.contains(key) { openIDProviderARNs.append(key) }
        case .saml: if !samlProviderARNs.contains(key) { samlProviderARNs.append(key) }
        }
    }

    /// Whether it was there. A developer provider stays.
    fileprivate mutating func remove(_ key: String) -> Bool {
        let name = ProviderName(key)
        let count = providerCount
        socialProviders.removeAll { $0.name == name }
        userPoolClients.removeAll { $0.name == name }
        openIDProviderARNs.removeAll { $0.utf8.elementsEqual(key.utf8) }
        samlProviderARNs.removeAll { $0.utf8.elementsEqual(key.utf8) }
        return providerCount < count
    }

    private var providerCount: Int {
        socialProviders.count + userPoolClients.count + openIDProviderARNs.count + samlProviderARNs.count
    }

    fileprivate func check(
        _ most: (social: Int, userPoolClients: Int, arns: Int)
    ) throws(FederationError) {
        for (count, limit) in [
            (socialProviders.count, most.social), (userPoolClients.count, most.userPoolClients),
            (openIDProviderARNs.count, most.arns), (samlProviderARNs.count, most.arns),
        ] where count > limit {
            throw .invalid(.tooManyProviders(limit: limit))
        }
    }
}
