import Foundation
import WebTokens

/// The keys of the played providers that sign tokens, and one of nobody's. Making them takes a moment, so that tests
/// share them.
package struct DevKeys: Sendable {
    let own: [DevProvider: SigningKey]
    let foreign: SigningKey

    package init(at now: Date = Date()) throws(SigningKeyError) {
        func key(_ name: String) throws(SigningKeyError) -> SigningKey {
            try .generate(id: "development-\(name)", algorithm: .rs256, commonName: "localhost", at: now)
        }
        var own: [DevProvider: SigningKey] = [:]
        for provider in [DevProvider.google, .facebook, .apple, .userPool] {
            own[provider] = try key(provider.rawValue)
        }
        self.own = own
        foreign = try key("foreign")
    }
}
