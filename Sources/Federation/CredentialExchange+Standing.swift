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
    func find(_ text: String) async throws(FederationError) -> (IdentityRecord, KnownPool) {
        guard let id = IdentityID(text),
            let record = try await stored({ () throws(StorageError) in try await identities.find(id.uuid) }),
            let known = try await pools.pool(record.pool), known.pool.id.region == id.region
        else { throw .identityNotFound(text) }
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
        _ record: IdentityRecord, in known: KnownPool, logins: [Login], admitsBrokerTokens: Bool
    ) async throws(FederationError) -> Standing {
        let pool = known.pool
        let named = IdentityID(region: pool.id.region, uuid: record.id)
        guard !logins.isEmpty else {
            guard record.state == .guest else { throw .identityForbidden(named) }
            guard pool.allowsGuests else { throw .guestsNotAllowed }
            return Standing(
                identity: named, isGuest: true,
                webIdentity: .init(pool: pool.id, identity: named, methods: ["unauthenticated"]), applicant: .guest)
        }
        let verified = try await verification.verify(
            logins, for: known, admitsBrokerTokens: admitsBrokerTokens, at: now())
        let identity = try await settle(verified, record, named, in: pool)
        let applicant = RoleApplicant.logins(verified.map { RuleLogin($0, in: pool) })
        return Standing(
            identity: identity, isGuest: false,
            webIdentity: .init(
                pool: pool.id, identity: identity,
                methods: verified.reduce(into: ["authenticated"]) { $0 += $1.authenticationMethods },
                tags: try tags(of: applicant, verified, in: pool)),
            applicant: applicant)
    }

    /// The tags of the session: what the back end said that vouches for the person, or what the pool makes of claims.
    private func tags(
        of applicant: RoleApplicant, _ verified: [VerifiedLogin], in pool: IdentityPool
    ) throws(FederationError) -> [String: String] {
        if let own = verified.first(where: { $0.provider == .broker }) { return TokenTags(own.claims).values }
        guard !pool.principalTagMaps.isEmpty else { return [:] }
        do throws(PrincipalTagProblem) {
            return try PrincipalTags.resolve(pool.principalTagMaps, for: applicant).values
        } catch {
            throw .unusableTags(error.explanation)
        }
    }

    /// The identity that owns all of the logins. Mostly it is the one that was named and nothing has to be written.
    private func settle(
        _ verified: [VerifiedLogin], _ record: IdentityRecord, _ named: IdentityID, in pool: IdentityPool
    ) async throws(FederationError) -> IdentityID {
        // One of our own tokens speaks for the identity itself and is never linked to it.
        let own = verified.filter { $0.provider == .broker }
        guard own.allSatisfy({ $0.subject == "\(named)" }) else { throw .loginsDoNotMatch }
        let external = verified.filter { $0.provider != .broker }
        if !own.isEmpty, record.state == .disabled { return try await heir(of: record, named, external) }
        let keys = external.map(LoginKey.init)
        if record.state != .disabled, keys.allSatisfy(record.owns) { return named }
        guard let survivor = try await settle(keys, named: record.id, in: pool, fresh: UUID.random()) else {
            throw .identityNotFound("\(named)")
        }
        return IdentityID(region: pool.id.region, uuid: survivor)
    }

    /// Who took the identity's place, for a token that was issued before the merge.
    private func heir(
        of record: IdentityRecord, _ named: IdentityID, _ external: [VerifiedLogin]
    ) async throws(FederationError) -> IdentityID {
        guard external.isEmpty, let id = record.mergedInto,
            let heir = try await stored({ () throws(StorageError) in try await identities.find(id) }),
            heir.state == .authenticated
        else { throw .identityForbidden(named) }
        return IdentityID(region: named.region, uuid: heir.id)
    }

    func settle(
        _ keys: [LoginKey], named: UUID?, in pool: IdentityPool, fresh: UUID, as occasion: Settlement.Occasion = .logins
    ) async throws(FederationError) -> UUID? {
        let outcome = try await stored { () throws(StorageError) in
            try await identities.settle(keys, named: named, in: pool.id.uuid, fresh: fresh, as: occasion)
        }
        switch outcome {
        case nil: return nil
        case .success(let survivor): return survivor
        case .failure(.loginsDoNotMatch): throw .loginsDoNotMatch
        case .failure(.disabled): throw .identityForbidden(.init(region: pool.id.region, uuid: named ?? fresh))
        case .failure(.conflict): throw .loginConflict
        case .failure(.tooManyLogins): throw .tooManyLogins(limit: Settlement.loginLimit)
        case .failure(.registeredElsewhere): throw .registeredElsewhere
        case .failure(.unknownUser): throw .developerUserNotFound
        }
    }

    func proves(_ login: VerifiedLogin, _ record: IdentityRecord, _ identity: IdentityID) -> Bool {
        login.provider == .broker ? login.subject == "\(identity)" : record.owns(LoginKey(login))
    }
}

extension VerifiedLogin {
    /// What this login adds to `amr`. Our own token repeats what it was issued with.
    fileprivate var authenticationMethods: [String] {
        guard provider == .broker else { return [provider.rawValue, methodDetail] }
        return (claims["amr"]?.elements.compactMap(\.string) ?? []).filter { $0 != "authenticated" }
    }
}
