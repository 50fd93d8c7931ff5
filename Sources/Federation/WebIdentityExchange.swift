import Audit
import IdentityModel
import STS
import Storage
import StrictJSON
import WebTokens

import struct Foundation.Date
import struct Foundation.UUID

/// Takes an OpenID token and lets its subject wear a role: one of our own tokens (the classic flow's second half), or one
/// of an issuer that the role's account has registered.
///
/// - Source: AWS STS API Reference, `AssumeRoleWithWebIdentity`; texts as recorded.
package struct WebIdentityExchange: Sendable {
    /// Proves a token of a registered issuer.
    package typealias Proof =
        @Sendable (_ login: Login, _ app: ClientRegistration, _ now: Date) async throws(LoginError) -> VerifiedLogin

    private let issuer: String
    private let verifier: IDTokenVerifier
    private let keys: any KeySource
    private let policy: TokenPolicy
    let providers: OpenIDProviderDirectory
    let prove: Proof
    let assumption: RoleAssumption
    private let identities: IdentityStore
    private let record: DecisionRecorder
    private let now: @Sendable () -> Date

    /// Seconds that STS grants to clocks, on either end of the life of a token of ours.
    private static let leeway: Int64 = 300

    package init(
        issuer: String, verifier: IDTokenVerifier, keys: any KeySource, providers: OpenIDProviderDirectory,
        prove: @escaping Proof, assumption: RoleAssumption, identities: IdentityStore, record: DecisionRecorder = .none,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.issuer = issuer
        self.verifier = verifier
        self.keys = keys
        self.providers = providers
        self.prove = prove
        self.assumption = assumption
        self.identities = identities
        self.record = record
        self.now = now
        var policy = TokenPolicy.broker(issuer: issuer)
        policy.expiryLeeway = Self.leeway
        policy.notBeforeLeeway = Self.leeway
        self.policy = policy
    }

    package func assumeRole(
        _ request: WebIdentityRequest, in context: ExchangeContext = .unknown
    ) async throws(WebIdentityError) -> WebIdentityAnswer {
        let time = now()
        return try await record(.assumeRoleWithWebIdentity, context, at: time) { draft throws(WebIdentityError) in
            draft.askedRole = request.roleARN
            let answer = try await assumeRole(request, at: time, &draft)
            let credentials = answer.role.credentials
            draft.result = .credentials(credentials.accessKeyID, expires: credentials.expiration)
            return answer
        }
    }

    private func assumeRole(
        _ request: WebIdentityRequest, at time: Date, _ draft: inout DecisionDraft
    ) async throws(WebIdentityError) -> WebIdentityAnswer {
        let token: CompactToken
        do throws(LoginError) {
            token = try CompactToken(request.token)
        } catch {
            throw Self.refuse("", error, request.token, &draft)
        }
        // Whose token it says it is chooses who is to prove it, and nothing else.
        guard let claimed = token.payload.root["iss"]?.string else {
            throw draft.refuse(.issuerMissing, .invalidToken("Missing a required claim: iss"))
        }
        guard claimed.utf8.elementsEqual(issuer.utf8) else {
            return try await assumeRole(request, with: token, of: claimed, at: time, &draft)
        }
        let proven = try await proveOwn(
            request.token, audience: token.payload.root["aud"]?.string, at: time, &draft)
        guard let pool = IdentityPoolID(proven.audience), let identity = IdentityID(proven.subject) else {
            throw draft.refuse(.notOfAPool, .invalidToken(Self.notValidated))
        }
        draft.pool = pool
        draft.identity = TracedIdentity(identity, .known)
        let methods = proven.claims["amr"]?.elements.compactMap(\.string) ?? []
        let webIdentity = WebIdentity(
            pool: pool, identity: identity, methods: methods, tags: TokenTags(proven.claims).values,
            tokenIssuedAt: proven.issuedAt)
        try await refuseOutdated(webIdentity, &draft)
        do throws(STSError) {
            let role = try await assumption.assume(request.terms, as: webIdentity, at: time, &draft.assumption)
            return WebIdentityAnswer(
                role: role, subject: webIdentity.subject, provider: WebIdentity.provider,
                audience: webIdentity.audience, sourceIdentity: nil)
        } catch {
            throw .refused(error)
        }
    }

    /// A token is worth nothing once an administrator has disabled its identity, or once the user whom the developer
    /// provider vouched for is no longer the identity's. A merge takes the user along to the heir.
    private func refuseOutdated(
        _ bearer: WebIdentity, _ draft: inout DecisionDraft
    ) async throws(WebIdentityError) {
        // One that is gone is refused where revocations are asked.
        guard let record = try await find(bearer.identity.uuid) else { return }
        guard record.suspendedAt == nil else {
            throw draft.refuse(.identitySuspended, .invalidToken(Self.notValidated))
        }
        guard let login = bearer.vouchedLogin else { return }
        var owner: IdentityRecord? = record
        if let heir = record.mergedInto { owner = try await find(heir) }
        guard let owner, owner.owns(login) else {
            throw draft.refuse(.userUnlinked, .invalidToken(Self.notValidated))
        }
    }

    private func find(_ identity: UUID) async throws(WebIdentityError) -> IdentityRecord? {
        do throws(StorageError) {
            return try await identities.find(identity)
        } catch {
            throw .unavailable("the identity of a token cannot be read: \(error)")
        }
    }

    /// - Parameter audience: the token's own. Every pool of ours is an audience of ours; the role's trust policy says
    ///   which one it admits.
    private func proveOwn(
        _ token: Secret<String>, audience: String?, at now: Date, _ draft: inout DecisionDraft
    ) async throws(WebIdentityError) -> ProvenToken {
        do throws(LoginError) {
            let proven = try await verifier.verify(
                token, policy: policy, clientIDs: [audience ?? ""], keys: keys, at: now)
            guard proven.claims[BackEndClaim.name] == nil else { throw LoginError.notABrokerToken }
            draft.logins.append(
                .proven(
                    VerifiedLogin(
                        provider: .broker, issuer: proven.issuer, subject: proven.subject, audience: proven.audience,
                        claims: proven.claims, proof: .signedToken, issuedAt: proven.issuedAt,
                        expiresAt: proven.expiresAt, signature: proven.signature)))
            return proven
        } catch {
            let refusal = Self.refuse(ProviderName.broker.rawValue, error, token, &draft)
            if case .providerUnavailable = error { throw .unavailable("no signing key has been read yet") }
            throw refusal
        }
    }

    /// As clients are told, with the cause kept.
    static func refuse(
        _ provider: String, _ error: LoginError, _ token: Secret<String>, _ draft: inout DecisionDraft
    ) -> WebIdentityError {
        draft.logins.append(.refused(ProviderName(provider), error, LoginEvidence(token)))
        draft.cause = error.code
        return refusal(of: error)
    }

    static func refusal(of error: LoginError) -> WebIdentityError {
        switch error {
        case .malformed, .wrongTokenUse:
            .invalidToken(
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")
        case .claimMissing(let claim): .invalidToken("Missing a required claim: \(claim)")
        case .expired(let now, let expiry, let leeway): .expiredToken(now: now - leeway, expiry: expiry)
        case .notYetValid("iat", let issuedAt, _): .invalidToken("Token issued in the future: \(issuedAt)")
        case .notYetValid(_, let notBefore, let horizon):
            .invalidToken(
                "Token not yet valid: current date/time \(horizon) must be after or equal to the not-before date/time "
                    + "\(notBefore)")
        case .keyUnknown:
            .invalidToken(
                "Couldn't retrieve verification key from your identity provider,  please reference "
                    + "AssumeRoleWithWebIdentity documentation for requirements")
        case .providerUnavailable, .providerThrottled, .providerProtocol: .providerUnreachable
        default: .invalidToken(notValidated)
        }
    }

    static let notValidated =
        "The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for "
        + "requirements."
}
