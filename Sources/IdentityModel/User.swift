/// An IAM user: an administrator or a back end that signs its calls with access keys.
///
/// - Source: IAM API Reference, `User`.
package struct User: Sendable, Equatable {
    package var account: AccountID
    /// `AIDA…`. Policies and keys refer to it and not to the name.
    package var id: UniqueID
    /// `/` or `/…/`.
    package var path: String
    package var name: String

    package init(account: AccountID, id: UniqueID, path: String = "/", name: String) {
        self.account = account
        self.id = id
        self.path = path
        self.name = name
    }

    package var arn: String { "arn:aws:iam::\(account):user\(path)\(name)" }
}
