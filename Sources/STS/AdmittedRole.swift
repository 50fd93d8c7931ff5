import IdentityModel

/// A role that somebody may wear, on these terms. Only `RoleAssumption` makes one, after the trust policy has spoken, so
/// whoever hands out credentials for a role, ours or another STS's, needs one first.
package struct AdmittedRole: Sendable {
    package let role: Role
    package let request: AssumptionRequest
    let session: SealedSession

    /// Seconds; no more than the role allows.
    package var duration: Int { request.seconds(in: role) }
}
