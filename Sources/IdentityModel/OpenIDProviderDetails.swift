import struct Foundation.Date

/// An OpenID provider with what only administrators ask for.
package struct OpenIDProviderDetails: Sendable, Equatable {
    package var provider: OpenIDProvider
    package var createdAt: Date
    /// By key.
    package var tags: [Tag]

    package init(provider: OpenIDProvider, createdAt: Date, tags: [Tag] = []) {
        self.provider = provider
        self.createdAt = createdAt
        self.tags = tags
    }
}
