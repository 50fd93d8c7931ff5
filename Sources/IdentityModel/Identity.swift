/// What an identity is to its pool.
///
/// - Source: Amazon Cognito Identity API Reference, `IdentityDescription`.
package enum IdentityState: String, Sendable {
    /// Never had a login. Its id is all its owner holds.
    case guest
    /// Owns at least one login.
    case authenticated
    /// Merged into another, or its last login was unlinked. Never comes back. What an administrator disables keeps its
    /// state and is marked beside it (`IdentityStanding`).
    case disabled
}
