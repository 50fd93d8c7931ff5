/// What a pool keeps of its app at a social provider and the API of Cognito has no field for.
package struct AppSettings: Sendable, Equatable {
    package var provider: ProviderName
    /// The app that these are of. When the pool registers another one, they count no more.
    package var clientID: String
    /// Write-only: it goes to the adapter and is never shown.
    package var secret: Secret<String>?
    package var limitedLogin: Bool

    package init(
        provider: ProviderName, clientID: String, secret: Secret<String>? = nil, limitedLogin: Bool = false
    ) {
        self.provider = provider
        self.clientID = clientID
        self.secret = secret
        self.limitedLogin = limitedLogin
    }
}

extension AppSettings {
    /// Takes apart the one text that `SupportedLoginProviders` has for an app. For Twitter it is
    /// `consumerKey;consumerSecret`, and only its first half may be kept or shown as it is; for all others it is the id.
    ///
    /// - Source: Amazon Cognito Developer Guide, "Setting up Twitter/Digits as an identity pool IdP".
    package init(provider: ProviderName, wireValue: String) {
        guard provider == .twitter, let semicolon = wireValue.firstIndex(of: ";") else {
            self.init(provider: provider, clientID: wireValue)
            return
        }
        let secret = String(wireValue[wireValue.index(after: semicolon)...])
        self.init(
            provider: provider, clientID: String(wireValue[..<semicolon]),
            secret: secret.isEmpty ? nil : Secret(secret))
    }
}

extension ProviderName {
    package static let twitter: ProviderName = "api.twitter.com"
}
