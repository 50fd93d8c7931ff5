/// An IAM role as it is stored: who may wear it, for how long, and what it allows.
///
/// Documents are text here; `IAMPolicy` reads them.
package struct Role: Sendable, Equatable {
    package var account: AccountID
    /// `AROA…`. Sessions refer to it and not to the name.
    package var id: UniqueID
    /// `/` or `/…/`.
    package var path: String
    package var name: String
    package var trustPolicy: String
    /// 3600 to 43200.
    package var maxSessionSeconds: Int
    /// Inline policies by name.
    package var policies: [String: String]
    /// The unique ids that the users and roles in the trust policy had when it was saved, by ARN.
    package var trustedIDs: [String: String]
    /// By key. Kept apart from everything else: saving a role leaves them alone.
    package var tags: [Tag]

    package init(
        account: AccountID, id: UniqueID, path: String = "/", name: String, trustPolicy: String,
        maxSessionSeconds: Int = 3600, policies: [String: String] = [:], trustedIDs: [String: String] = [:],
        tags: [Tag] = []
    ) {
        self.account = account
        self.id = id
        self.path = path
        self.name = name
        self.trustPolicy = trustPolicy
        self.maxSessionSeconds = maxSessionSeconds
        self.policies = policies
        self.trustedIDs = trustedIDs
        self.tags = tags
    }

    package var arn: String { "arn:aws:iam::\(account):role\(path)\(name)" }
}
