/// One claim, what it is compared with, and the role of those whose claim matches.
///
/// - Source: Amazon Cognito Identity API Reference, `MappingRule`.
package struct RoleRule: Sendable {
    /// 1 to 64 characters. No check says whether the provider has such a claim.
    package var claim: String
    package var match: Match
    /// 1 to 128 characters.
    package var value: String
    package var roleARN: String

    package init(_ claim: String, _ match: Match, _ value: String, gives roleARN: String) {
        self.claim = claim
        self.match = match
        self.value = value
        self.roleARN = roleARN
    }

    /// The raw values are the API's own words, in the order in which it lists them.
    package enum Match: String, Sendable, CaseIterable {
        case startsWith = "StartsWith"
        case equals = "Equals"
        case contains = "Contains"
        case notEqual = "NotEqual"
    }
}

extension RoleRule: Equatable {
    /// Two spellings of one character are two rules, since they match different claims.
    package static func == (left: Self, right: Self) -> Bool {
        left.match == right.match && left.claim.utf8.elementsEqual(right.claim.utf8)
            && left.value.utf8.elementsEqual(right.value.utf8)
            && left.roleARN.utf8.elementsEqual(right.roleARN.utf8)
    }
}
