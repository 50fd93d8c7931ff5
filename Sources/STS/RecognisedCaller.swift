import IdentityModel

/// Who signed a request.
package struct RecognisedCaller: Sendable, Equatable {
    package let account: AccountID
    /// For a session `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, without the role's path.
    package let arn: String
    /// For a session `AROA…:SESSION`.
    package let userID: String
}
