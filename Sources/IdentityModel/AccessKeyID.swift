/// The public half of an access key: 20 characters that tell its kind and its account.
package struct AccessKeyID: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package let kind: Kind

    package enum Kind: String, Sendable, CaseIterable {
        /// Belongs to a user until it is deleted.
        case longTerm = "AKIA"
        /// Belongs to a session, and is worth nothing without its token.
        case temporary = "ASIA"
    }

    /// A new key id.
    package init(_ kind: Kind, account: AccountID, using generator: inout some RandomNumberGenerator) {
        self.kind = kind
        rawValue = AccountBlock.newID(prefix: kind.rawValue, account: account, length: 20, using: &generator)
    }

    package init?(_ text: String) {
        guard text.utf8.count == 20, AccountBlock.isWellFormed(text),
            let kind = Kind.allCases.first(where: { text.utf8.starts(with: $0.rawValue.utf8) })
        else { return nil }
        self.kind = kind
        rawValue = text
    }

    /// The id of a session's key that another STS made, in whatever form that one gives them.
    package init(foreign text: String) {
        kind = .temporary
        rawValue = text
    }

    /// The account that the id tells; nil for an id that was not made by this scheme.
    package var account: AccountID? { AccountBlock.account(of: rawValue) }

    package var description: String { rawValue }
}
