import IdentityModel

/// Who asks.
package enum Caller: Sendable, Hashable {
    case anonymous
    /// The account itself, with its root credentials.
    case root(AccountID)
    /// - Parameter id: the unique id, `AIDA…`.
    case user(account: AccountID, arn: String, id: String)
    case roleSession(RoleSession)
    /// A session of `GetFederationToken`.
    case federatedUser(account: AccountID, arn: String)
    /// Nobody yet: whoever holds a token of this provider, named by its built-in name or its ARN.
    case federated(provider: String)
    case service(String)

    package struct RoleSession: Sendable, Hashable {
        package let account: AccountID
        /// With the role's path.
        package let roleARN: String
        /// The unique id, `AROA…`.
        package let roleID: String
        /// Without the path: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`.
        package let sessionARN: String

        package init(account: AccountID, roleARN: String, roleID: String, sessionARN: String) {
            self.account = account
            self.roleARN = roleARN
            self.roleID = roleID
            self.sessionARN = sessionARN
        }
    }

    /// The account whose policies must let the caller go; nil for those who belong to none.
    package var account: AccountID? {
        switch self {
        case .root(let account), .user(let account, _, _), .federatedUser(let account, _): account
        case .roleSession(let session): session.account
        case .anonymous, .federated, .service: nil
        }
    }
}

extension Caller: CustomStringConvertible {
    /// As refusals and traces name the caller: the ARN where there is one.
    package var description: String {
        switch self {
        case .anonymous: "anonymous"
        case .root(let account): "arn:aws:iam::\(account):root"
        case .user(_, let arn, _), .federatedUser(_, let arn): arn
        case .roleSession(let session): session.sessionARN
        case .federated(let name), .service(let name): name
        }
    }
}
