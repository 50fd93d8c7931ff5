/// `arn:aws:iam::ACCOUNT:policy/PATH/NAME`; the account of the built-in ones is `aws`.
///
/// - Source: IAM User Guide, "IAM identifiers".
package struct PolicyARN: Sendable, Hashable, CustomStringConvertible {
    /// Nil for a built-in policy.
    package let account: AccountID?
    /// `/` or `/…/`.
    package let path: String
    package let name: String

    package init(account: AccountID?, path: String = "/", name: String) {
        self.account = account
        self.path = path
        self.name = name
    }

    /// Nil for every text that is not the ARN of a policy.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[1] == "aws", parts[2] == "iam", parts[3].isEmpty,
            parts[5].hasPrefix("policy/"), let slash = parts[5].lastIndex(of: "/")
        else { return nil }
        let account = AccountID(String(parts[4]))
        guard account != nil || parts[4] == "aws" else { return nil }
        let name = parts[5][parts[5].index(after: slash)...]
        guard !name.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        self.init(account: account, path: String(parts[5][...slash].dropFirst(6)), name: String(name))
    }

    package var description: String { "arn:aws:iam::\(account?.rawValue ?? "aws"):policy\(path)\(name)" }
}
