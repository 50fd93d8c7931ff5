import IdentityModel
import StrictJSON

/// What a test looks at.
package enum RuleSubject: Sendable, Equatable {
    /// A member of the claims, by its exact name.
    case claim(String)
    /// A value inside a claim, step by step; see `ClaimPath`.
    case path(ClaimPath)
    case request(RequestFact)

    package enum RequestFact: String, Sendable, CaseIterable {
        /// Seconds since 1970.
        case time
        /// The client's IP address.
        case sourceAddress
    }

    package static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.claim(let left), .claim(let right)): left.isSameBytes(as: right)
        case (.path(let left), .path(let right)): left == right
        case (.request(let left), .request(let right)): left == right
        default: false
        }
    }
}

/// All that a rule can look at.
struct RuleFacts {
    let claims: Claims
    let circumstances: RuleCircumstances
}

/// What was found there, as text: strings by their text, numbers and booleans by their JSON.
enum FoundValue {
    /// Not there, or null.
    case missing
    /// An object.
    case incomparable
    case one(String)
    /// Nil for elements that are no scalars.
    case list([String?])

    init(_ node: JSONNode?) {
        switch node?.kind {
        case .object: self = .incomparable
        case .array: self = .list(node?.elements.map(\.scalarText) ?? [])
        default: self = node?.scalarText.map(FoundValue.one) ?? .missing
        }
    }
}

extension RuleSubject {
    func find(in facts: RuleFacts) -> FoundValue {
        switch self {
        case .claim(let name): FoundValue(facts.claims[name])
        case .path(let path): path.find(in: facts.claims)
        case .request(.time): .one(Instant(facts.circumstances.now).epochText)
        case .request(.sourceAddress): facts.circumstances.sourceAddress.map(FoundValue.one) ?? .missing
        }
    }

    /// An address that its provider does not vouch for chooses no role: whoever may type it in would choose for himself.
    ///
    /// A provider that says nothing of the kind is taken at its word, as Cognito takes all of them.
    func isUnverifiedEmail(in claims: Claims) -> Bool {
        guard case .claim(let name) = self, name.isSameBytes(as: "email"), let verified = claims["email_verified"]
        else {
            return false
        }
        return verified.scalarText != "true"
    }
}

extension JSONNode {
    var scalarText: String? {
        switch kind {
        case .string: string
        case .number, .true, .false: text
        case .null, .array, .object: nil
        }
    }
}
