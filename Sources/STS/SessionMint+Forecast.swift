import Foundation
import IdentityModel

extension SessionMint {
    /// How much of the space for a session token a session of this identity would take, in per cent, as
    /// `PackedPolicySize` tells it. More than 100 is refused. A token is sealed to be measured, and dropped.
    ///
    /// - Parameter role: the one that the session would have; nil stands for a role with a short name.
    package func packedPercent(
        of identity: WebIdentity, as role: RoleARN?, account: AccountID, at now: Date
    ) throws(STSError) -> Int {
        let bearer: TokenBearer
        do throws(SessionTagsError) { bearer = try TokenBearer(identity) } catch { throw .tagsRefused(error) }
        var generator = SystemRandomNumberGenerator()
        var session = SealedSession(
            kind: .assumedRole, account: account, principalID: UniqueID(.role, account: account, using: &generator),
            principalPath: role?.path ?? "/", principalName: role?.name ?? "role",
            sessionName: AssumptionRequest.enhancedFlowSession, issuedAt: now,
            expiresAt: now + TimeInterval(AssumptionRequest.defaultDuration), id: .random())
        session.federation = .init(
            provider: bearer.provider, audience: bearer.audience, subject: bearer.subject, methods: bearer.methods)
        session.identity = bearer.identity
        session.principalTags = bearer.tags.values
        do throws(STSError) {
            return try mint(session, at: now).packedSize
        } catch {
            if case .packedPolicyTooLarge(let percent) = error { return percent }
            throw error
        }
    }
}
