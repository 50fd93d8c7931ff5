import IdentityModel

/// What makes a proven login the same person next time, with the app that it was proven for.
package struct LoginKey: Sendable, Hashable {
    package let provider: ProviderName
    package let subject: String
    package let audience: String
    /// A developer provider may link several of its users to one identity; every other provider only one.
    package let isDeveloper: Bool

    /// Bytes of UTF-8 in a subject, at most: with its pool and its provider it stands in one entry of an index, which
    /// PostgreSQL bounds at 2,704 bytes.
    package static let longestSubject = 2_048

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
