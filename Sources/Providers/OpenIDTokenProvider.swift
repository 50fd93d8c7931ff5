import IdentityModel
import StrictJSON
import WebTokens

import struct Foundation.Date

/// Proves ID tokens of OpenID Connect: Google's, a user pool's, or those of any registered issuer.
///
/// Nothing is asked of the provider but its keys, and those only for a token that could be ours.
///
/// - Source: OpenID Connect Core 1.0 §3.1.3.7.
struct OpenIDTokenProvider: LoginProvider {
    private let descriptor: ProviderDescriptor
    private let verifier: IDTokenVerifier
    private let keySets: KeySetCache
    private let askUserPool: AskUserPool?

    init(_ descriptor: ProviderDescriptor, in environment: AdapterEnvironment) {
        self.descriptor = descriptor
        verifier = environment.verifier
        keySets = environment.keySets
        askUserPool = environment.askUserPool
    }

    func verify(
        _ login: Login, for app: ClientRegistration, at now: Date
    ) async throws(LoginError) -> VerifiedLogin {
        let place = try IssuerPlace(of: login.provider, by: descriptor, registeredAs: app.issuer)
        let clientIDs = place.isKnown ? app.clientIDs : []
        let proven = try await verifier.verify(
            login.token, policy: place.policy, clientIDs: clientIDs,
            // Sources are remembered, so strangers' keys must not make any.
            keys: clientIDs.isEmpty ? NoKeySource() : place.keySource(in: keySets), at: now)
        try checkUse(of: proven)
        try checkFlags(of: proven)
        if app.serverSideTokenCheck { try await checkStanding(of: proven, under: login.provider, at: now) }
        return VerifiedLogin(
            provider: login.provider, issuer: proven.issuer, subject: proven.subject, audience: proven.audience,
            claims: proven.claims, proof: .signedToken, issuedAt: proven.issuedAt, expiresAt: proven.expiresAt,
            methodDetail: methodDetail(login.provider, proven), signature: proven.signature)
    }

    private func checkUse(of proven: ProvenToken) throws(LoginError) {
        if descriptor.policy.audience.mode == .single, proven.claims["aud"]?.kind != .string { throw .audienceMismatch }
        guard let expected = descriptor.tokenUse else { return }
        guard let use = proven.claims["token_use"] else { throw .claimMissing("token_use") }
        guard use.string == expected else { throw .wrongTokenUse }
    }

    /// Some providers write truth values as text. Whatever is neither could be read as a yes by somebody.
    private func checkFlags(of proven: ProvenToken) throws(LoginError) {
        for name in descriptor.flagClaims {
            guard let claim = proven.claims[name] else { continue }
            guard claim.bool != nil || ["true", "false"].contains(claim.string) else { throw .claimInvalid(name) }
        }
    }

    /// Without an answer the person may be signed out or gone, so only a clear yes lets anyone pass.
    private func checkStanding(
        of proven: ProvenToken, under key: ProviderName, at now: Date
    ) async throws(LoginError) {
        guard let askUserPool else { throw .misconfigured }
        let person = try descriptor.person(of: key, in: proven.claims, subject: proven.subject)
        switch try await askUserPool(person, descriptor.rules, now) {
        case .active: return
        case .disabled, .deleted, .signedOut: throw .revoked
        }
    }

    private func methodDetail(_ key: ProviderName, _ proven: ProvenToken) -> String? {
        descriptor.methodDetail?
            .replacing("{login_key}", with: key.rawValue)
            .replacing("{audience}", with: proven.audience)
            .replacing("{subject}", with: proven.subject)
    }
}

/// No keys at all, for tokens that are refused before keys are looked for.
private struct NoKeySource: KeySource {
    func heldKeys(at now: Date) -> IssuerKeys? { nil }
    func keys(at now: Date) async throws(LoginError) -> IssuerKeys { throw .notConfigured }
    func keys(including kid: String, at now: Date) async throws(LoginError) -> IssuerKeys { throw .notConfigured }
}
