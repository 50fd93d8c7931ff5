/// A claim to be somebody: the key of a provider, and the token that should prove it.
package struct Login: Sendable {
    package let provider: ProviderName
    package let token: Secret<String>

    package init(provider: ProviderName, token: Secret<String>) {
        self.provider = provider
        self.token = token
    }
}
