/// That a role's credentials come from an STS elsewhere, and as what.
package struct RoleBackEnd: Sendable, Hashable {
    package var account: AccountID
    package var role: UniqueID
    /// The name of the back end, in the same account.
    package var backEnd: String
    /// The role there. Nil only at MinIO, which then goes by the policies in the token.
    package var upstreamRoleARN: String?
    /// The names of policies at MinIO, parted by commas, for the `policy` claim of the token.
    package var policyClaim: String?

    package init(
        account: AccountID, role: UniqueID, backEnd: String, upstreamRoleARN: String? = nil, policyClaim: String? = nil
    ) {
        self.account = account
        self.role = role
        self.backEnd = backEnd
        self.upstreamRoleARN = upstreamRoleARN
        self.policyClaim = policyClaim
    }
}

/// A role's back end with all there is to know of it.
package struct BackEndRoute: Sendable, Hashable {
    package var backEnd: STSBackEnd
    package var role: RoleBackEnd

    package init(backEnd: STSBackEnd, role: RoleBackEnd) {
        self.backEnd = backEnd
        self.role = role
    }
}
