import IdentityModel

/// A role somebody now wears, with the credentials that show it.
package struct AssumedRole: Sendable {
    package let credentials: TemporaryCredentials
    /// `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`; the role's path is not part of it.
    package let arn: String
    /// `AROA…:SESSION`.
    package let id: String
    /// Per cent of the space allotted to session policies and tags.
    package let packedPolicySize: Int
    package let sourceIdentity: String?

    package init(
        credentials: TemporaryCredentials, arn: String, id: String, packedPolicySize: Int,
        sourceIdentity: String? = nil
    ) {
        self.credentials = credentials
        self.arn = arn
        self.id = id
        self.packedPolicySize = packedPolicySize
        self.sourceIdentity = sourceIdentity
    }
}
