/// The key of a provider in a `Logins` map, compared byte by byte: `accounts.google.com`, `graph.facebook.com`,
/// `cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00`, `idp.example.com/realms/main`.
package struct ProviderName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let rawValue: String

    package init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    package var description: String { rawValue }

    /// Swift's own comparison of texts takes different spellings of one character for the same; a key is bytes.
    package static func == (left: Self, right: Self) -> Bool { left.rawValue.utf8.elementsEqual(right.rawValue.utf8) }

    /// Our own OpenID tokens travel under this key.
    package static let broker: ProviderName = "cognito-identity.amazonaws.com"
}
