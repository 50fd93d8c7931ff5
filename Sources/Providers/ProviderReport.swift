import WebTokens

/// What was found out about a provider before anybody signs in there.
package struct ProviderReport: Sendable {
    package struct Finding: Sendable, Equatable {
        package enum Weight: String, Sendable {
            /// Logins would be refused for it.
            case refused
            /// Nothing is refused for it; somebody may want to know.
            case note
        }

        package let weight: Weight
        /// Where: `descriptor`, `discovery`, `keys`, or one of the keys as `keys[0]`.
        package let place: String
        /// The same word for the same thing, for scripts.
        package let code: String
        package let text: String
    }

    /// The id of the descriptor.
    package let provider: String
    package internal(set) var issuer = ""
    package internal(set) var discoveryURL: String?
    package internal(set) var keySetURL: String?
    package internal(set) var keys: [KeySetInspection.Key] = []
    package internal(set) var findings: [Finding] = []

    /// Whether nothing was found for which logins would be refused.
    package var isSound: Bool { !findings.contains { $0.weight == .refused } }

    mutating func refuse(_ place: String, _ code: String, _ text: String) {
        findings.append(Finding(weight: .refused, place: place, code: code, text: text))
    }

    mutating func note(_ place: String, _ code: String, _ text: String) {
        findings.append(Finding(weight: .note, place: place, code: code, text: text))
    }
}
