import Crypto
import Foundation
import IdentityModel

/// The providers that are played, with the one app that each of them knows.
package enum DevProvider: String, Sendable, CaseIterable {
    case google, facebook, twitter, apple, amazon
    case userPool = "user-pool"

    /// The key in a `Logins` map.
    package var loginKey: ProviderName {
        switch self {
        case .google: "accounts.google.com"
        case .facebook: "graph.facebook.com"
        case .twitter: "api.twitter.com"
        case .apple: "appleid.apple.com"
        case .amazon: "www.amazon.com"
        case .userPool: ProviderName("cognito-idp.us-east-1.amazonaws.com/\(Self.userPoolID)")
        }
    }

    /// What a pool registers.
    package var appID: String {
        switch self {
        case .google: "development-web.apps.googleusercontent.com"
        case .facebook: "492000111222333"
        case .twitter: "development-consumer-key"
        case .apple: "com.example.development"
        case .amazon: "amzn1.application.development00000000000000000000"
        case .userPool: "developmentclient000000000"
        }
    }

    /// What a pool registers besides, where the provider has such a thing. Everybody knows it: it protects nobody.
    package var appSecret: String? {
        switch self {
        case .facebook: "development-facebook-secret"
        case .twitter: "development-consumer-secret"
        case .google, .apple, .amazon, .userPool: nil
        }
    }

    package static let userPoolID = "us-east-1_Development1"
    /// An app of the same provider that no pool registers.
    static let foreignApp = "999000999000999"
    /// Credentials that the user pool takes for `AdminGetUser`.
    package static let accessKeyID = "AKIADEVELOPMENT00000"
    package static let secretAccessKey = "development-secret-access-key-of-nobody"

    /// The stable id of a person: another one at every provider, the same after every start.
    package func subject(of user: String) -> String {
        let hash = Array(SHA256.hash(data: Data("\(rawValue)/\(user)".utf8)))
        let digits = "1" + hash.map { String($0 % 10) }.joined()
        let hex = hash.map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
        return switch self {
        case .google: String(digits.prefix(21))
        case .facebook: String(digits.prefix(17))
        case .twitter: String(digits.prefix(19))
        case .apple: "001999.\(hex.prefix(32)).1234"
        case .amazon: "amzn1.account.A\(hex.uppercased().prefix(26))"
        case .userPool: Self.uuid(hex)
        }
    }

    private static func uuid(_ hex: String) -> String {
        var rest = hex[...]
        return [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
    }
}
