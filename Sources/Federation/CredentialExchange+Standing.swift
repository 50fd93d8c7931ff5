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
    /// What was proven; empty for guests.
    let logins: [VerifiedLogin]

    func applicant(in pool: IdentityPool) -> RoleApplicant {
        isGuest ? .guest : .logins(logins.map { RuleLogin($0, in: pool) })
    }
}

extension CredentialExchange {
    /// The identity of that id and the pool that it is in.
    func find(_ text: String) async throws(FederationError) -> (IdentityRecord, PoolSnapshot) {
        guard let id = IdentityID(text),
            let record = try await stored({ () throws(StorageError) in try await identities.find(id.uuid) }),
            let snapshot = try await pools.snapshot(record.pool), snapshot.pool.id.region == id.region
        else { throw .identityNotFound(text) }
        return (record, snapshot)
    }

    /// Proves the logins against the identity's pool and gives them to one identity.
    ///
    /// - Source: Amazon Cognito Developer Guide, "Identity pools (federated identities) authentication flow".
    func stand(
        _ record: IdentityRecord, in snapshot: PoolSnapshot, logins: [Login], admitsBrokerTokens: Bool
    ) async throws(FederationError) -> Standing {
        let pool = snapshot.pool
        let named = IdentityID(region: pool.id.region, uuid: record.id)
        guard !logins.isEmpty else {
            guard record.state == .guest else { throw .identityForbidden(named) }
            guard pool.allowsGuests else { throw .guestsNotAllowed }
            return Standing(
                identity: named, isGuest: true,
                webIdentity: .init(pool: pool.id, identity: named, methods: ["unauthenticated"]), logins: [])
        }
        let verified = try await verification.verify(
            logins, for: snapshot, admitsBrokerTokens: admitsBrokerTokens, at: now())
        let identity = try await settle(verified, record, named, in: pool)
        return Standing(
            identity: identity, isGuest: false,
            webIdentity: .init(
                pool: pool.id, identity: identity,
                methods: verified.reduce(into: ["authenticated"]) { $0 += $1.authenticationMethods }),
            logins: verified)
    }

    /// The identity that owns all of the logins. Mostly it is the one that was named and nothing has to be written.
    private func settle(
        _ verified: [VerifiedLogin], _ record: IdentityRecord, _ named: IdentityID, in pool: IdentityPool
    ) async throws(FederationError) -> IdentityID {
        // One of our own tokens speaks for the identity itself and is never linked to it.
        let own = verified.filter { $0.provider == .broker }
        guard own.allSatisfy({ $0.subject == "\(named)" }) else { throw .loginsDoNotMatch }
        let external = verified.filter { $0.provider != .broker }
        if !own.isEmpty, record.state == .disabled { throw .identityForbidden(named) }
        let keys = external.map(LoginKey.init)
        if record.state != .disabled, keys.allSatisfy(record.owns) { return named }
        guard let survivor = try await settle(external, named: record.id, in: pool, fresh: UUID.random()) else {
            throw .identityNotFound("\(named)")
        }
        return IdentityID(region: pool.id.region, uuid: survivor)
    }

    func settle(
        _ verified: [VerifiedLogin], named: UUID?, in pool: IdentityPool, fresh: UUID
    ) async throws(FederationError) -> UUID? {
        let keys = verified.map(LoginKey.init)
        let outcome = try await stored { () throws(StorageError) in
            try await identities.settle(keys, named: named, in: pool.id.uuid, fresh: fresh)
        }
        switch outcome {
        case nil: return nil
        case .success(let survivor): return survivor
        case .failure(.loginsDoNotMatch): throw .loginsDoNotMatch
        case .failure(.disabled): throw .identityForbidden(.init(region: pool.id.region, uuid: named ?? fresh))
        case .failure(.conflict): throw .loginConflict
        case .failure(.tooManyLogins): throw .tooManyLogins(limit: Settlement.loginLimit)
        }
    }

    func proves(_ login: VerifiedLogin, _ record: IdentityRecord, _ identity: IdentityID) -> Bool {
        login.provider == .broker ? login.subject == "\(identity)" : record.owns(LoginKey(login))
    }

    func stored<Value>(
        _ work: () async throws(StorageError) -> Value
    ) async throws(FederationError) -> Value {
        do throws(StorageError) {
            return try await work()
        } catch {
            throw FederationError(error)
        }
    }
}

extension VerifiedLogin {
    /// What this login adds to `amr`. Our own token repeats what it was issued with.
    fileprivate var authenticationMethods: [String] {
        guard provider == .broker else { return [provider.rawValue, methodDetail] }
        return (claims["amr"]?.elements.compactMap(\.string) ?? []).filter { $0 != "authenticated" }
    }
}
