/// `arn:aws:iam::ACCOUNT:role/PATH/NAME`.
///
/// - Source: IAM User Guide, "IAM identifiers".
package struct RoleARN: Hashable, Sendable, CustomStringConvertible {
    package let account: AccountID
    /// `/` or `/…/`.
    package let path: String
    package let name: String

    package init(account: AccountID, path: String = "/", name: String) {
        self.account = account
        self.path = path
        self.name = name
    }

    /// Nil for every text that is not the ARN of a role.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[1] == "aws", parts[2] == "iam", parts[3].isEmpty,
            let account = AccountID(String(parts[4])), parts[5].hasPrefix("role/"),
            let slash = parts[5].lastIndex(of: "/")
        else { return nil }
        let name = parts[5][parts[5].index(after: slash)...]
        guard !name.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        self.init(account: account, path: String(parts[5][...slash].dropFirst(4)), name: String(name))
    }

    package var description: String { "arn:aws:iam::\(account):role\(path)\(name)" }
}
