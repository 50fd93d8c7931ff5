import IdentityModel

/// What makes a proven login the same person next time, with the app that it was proven for.
package struct LoginKey: Sendable, Hashable {
    package let provider: ProviderName
    package let subject: String
    package let audience: String
    /// A developer provider may link several of its users to one identity; every other provider only one.
    package let isDeveloper: Bool

    package init(provider: ProviderName, subject: String, audience: String, isDeveloper: Bool = false) {
        self.provider = provider
        self.subject = subject
        self.audience = audience
        self.isDeveloper = isDeveloper
    }

    package init(_ login: VerifiedLogin) {
        self.init(provider: login.provider, subject: login.subject, audience: login.audience)
    }
}
