/// The id of a principal or policy that is never given out twice: 21 characters that tell its kind and its account.
///
/// A role that is deleted and made again under the same name is another role; whoever keeps a reference keeps this.
///
/// - Source: AWS IAM User Guide, "IAM identifiers", unique identifiers.
package struct UniqueID: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package let kind: Kind

    package enum Kind: String, Sendable, CaseIterable {
        case role = "AROA"
        case user = "AIDA"
        case group = "AGPA"
        case managedPolicy = "ANPA"
    }

    /// A new id.
    package init(_ kind: Kind, account: AccountID, using generator: inout some RandomNumberGenerator) {
        self.kind = kind
        rawValue = AccountBlock.newID(prefix: kind.rawValue, account: account, length: 21, using: &generator)
    }

    package init?(_ text: String) {
        guard text.utf8.count == 21, AccountBlock.isWellFormed(text),
            let kind = Kind.allCases.first(where: { text.utf8.starts(with: $0.rawValue.utf8) })
        else { return nil }
        self.kind = kind
        rawValue = text
    }

    /// The account that the id tells; nil for an id that was not made by this scheme.
    package var account: AccountID? { AccountBlock.account(of: rawValue) }

    package var description: String { rawValue }
}
