import IdentityModel
import RoleRules
import STS
import Storage
import StrictJSON

import struct Foundation.UUID

/// Who is in front of us, after every login was proven and settled.
struct Standing: Sendable {
    let identity: IdentityID
    let isGuest: Bool
    let webIdentity: WebIdentity
    let applicant: RoleApplicant
}

extension CredentialExchange {
    /// The identity of that id and the pool that it is in.
    func find(
        _ text: String, _ draft: inout DecisionDraft
    ) async throws(FederationError) -> (IdentityRecord, KnownPool) {
        draft.askedIdentity = text
        guard let id = IdentityID(text),
            let record = try await stored({ () throws(StorageError) in try await identities.find(id.uuid) }),
            let known = try await pools.pool(record.pool), known.pool.id.region == id.region
        else { throw .identityNotFound(text) }
        draft.pool = known.pool.id
        try admit(to: known.pool)
        return (record, known)
    }

    func admit(to pool: IdentityPool) throws(FederationError) {
        if let seconds = throttle(pool.id.uuid) { throw .tooManyRequests(retryAfter: seconds) }
    }

    /// Proves the logins against the identity's pool and gives them to one identity.
    ///
    /// - Source: Amazon Cognito Developer Guide, "Identity pools (federated identities) authentication flow".
    func stand(
        _ record: IdentityRecord, in known: KnownPool, logins: [Login], admitsBrokerTokens: Bool,
        _ draft: inout DecisionDraft
    ) async throws(FederationError) -> Standing {
        let pool = known.pool
        let named = IdentityID(region: pool.id.region, uuid: record.id)
        guard record.suspendedAt == nil else { throw .identityDisabled(named) }
        guard !logins.isEmpty else {
            guard record.state == .guest else {
                throw draft.refuse(
                    record.state == .disabled ? .identityDisabled : .loginNeeded, .identityForbidden(named))
            }
            guard pool.allowsGuests else { throw .guestsNotAllowed }
            draft.identity = TracedIdentity(named, .guest)
            draft.applicant = .guest
            return Standing(
                identity: named, isGuest: true,
                webIdentity: .init(pool: pool.id, identity: named, methods: ["unauthenticated"]), applicant: .guest)
        }
        let verified = try await verification.verify(
            logins, for: known, admitsBrokerTokens: admitsBrokerTokens, at: now(), &draft)
        let identity = try await settle(verified, record, named, in: pool, &draft)
        let applicant = RoleApplicant.logins(verified.map { RuleLogin($0, in: pool) })
        draft.applicant = applicant
        return Standing(
            identity: identity, isGuest: false,
            webIdentity: .init(
                pool: pool.id, identity: identity,
                methods: verified.reduce(into: ["authenticated"]) { $0 += $1.authenticationMethods },
                tags: try tags(of: applicant, verified, in: pool, &draft),
                tokenIssuedAt: verified.first { $0.provider == .broker }?.issuedAt),
            applicant: applicant)
    }

    /// The tags of the session: what the back end said that vouches for the person, or what the pool makes of claims.
    private func tags(
        of applicant: RoleApplicant, _ verified: [VerifiedLogin], in pool: IdentityPool, _ draft: inout DecisionDraft
    ) throws(FederationError) -> [String: String] {
        if let own = verified.first(where: { $0.provider == .broker }) { return TokenTags(own.claims).values }
        guard !pool.principalTagMaps.isEmpty else { return [:] }
        do throws(PrincipalTagProblem) {
            return try PrincipalTags.resolve(pool.principalTagMaps, for: applicant).values
        } catch {
            draft.cause = "principal-tags-\(error.code)"
            throw .unusableTags(error.explanation)
        }
    }

    /// The identity that owns all of the logins. Mostly it is the one that was named and nothing has to be written.
    private func settle(
        _ verified: [VerifiedLogin], _ record: IdentityRecord, _ named: IdentityID, in pool: IdentityPool,
        _ draft: inout DecisionDraft
    ) async throws(FederationError) -> IdentityID {
        var keys: [LoginKey] = []
        for login in verified {
            guard let key = login.key(of: named, in: pool) else {
                throw draft.refuse(.tokenOfAnotherIdentity, .loginsDoNotMatch)
            }
            keys.append(key)
        }
        var survivor: UUID? = record.id
        if record.state == .disabled || !keys.allSatisfy(record.owns) {
            survivor = try await settle(
                keys, named: record.id, in: pool, fresh: UUID.random(),
                as: keys.contains(where: \.isDeveloper) ? .developerSession : .logins, &draft)
        } else {
            draft.identity = TracedIdentity(named, .known)
        }
        guard let survivor else { throw .identityNotFound("\(named)") }
        uses.note(keys, in: pool.id.uuid, at: now())
        return IdentityID(region: pool.id.region, uuid: survivor)
    }

    func settle(
        _ keys: [LoginKey], named: UUID?, in pool: IdentityPool, fresh: UUID,
        as occasion: Settlement.Occasion = .logins, _ draft: inout DecisionDraft
    ) async throws(FederationError) -> UUID? {
        let outcome = try await stored { () throws(StorageError) in
            try await identities.plan(keys, named: named, in: pool.id.uuid, fresh: fresh, as: occasion)
        }
        switch outcome {
        case nil: return nil
        case .success(let plan):
            draft.identity = TracedIdentity(plan, in: pool)
            return plan.survivor
        case .failure(.loginsDoNotMatch): throw .loginsDoNotMatch
        case .failure(.disabled):
            throw draft.refuse(
                .identityDisabled, .identityForbidden(.init(region: pool.id.region, uuid: named ?? fresh)))
        case .failure(.suspended(let id)): throw .identityDisabled(.init(region: pool.id.region, uuid: id))
        case .failure(.conflict): throw .loginConflict
        case .failure(.tooManyLogins): throw .tooManyLogins(limit: Settlement.loginLimit)
        case .failure(.registeredElsewhere): throw .registeredElsewhere
        case .failure(.unknownUser): throw .developerUserNotFound
        }
    }

    func proves(
        _ login: VerifiedLogin, _ record: IdentityRecord, _ identity: IdentityID, in pool: IdentityPool
    ) -> Bool {
        login.key(of: identity, in: pool).map(record.owns) ?? false
    }
}

extension VerifiedLogin {
    /// The login by which this one proves the identity. For our own token that is the user whom it was issued for, so
    /// that it is worth no more than the user is; nil when it was issued for another identity.
    fileprivate func key(of identity: IdentityID, in pool: IdentityPool) -> LoginKey? {
        guard provider == .broker else { return LoginKey(self) }
        guard subject == "\(identity)" else { return nil }
        return DeveloperUser(in: claims, of: pool)?.key
    }

    /// What this login adds to `amr`. Our own token repeats what it was issued with.
    fileprivate var authenticationMethods: [String] {
        guard provider == .broker else { return [provider.rawValue, methodDetail] }
        return (claims["amr"]?.elements.compactMap(\.string) ?? []).filter { $0 != "authenticated" }
    }
}
