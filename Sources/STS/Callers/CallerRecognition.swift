import IdentityModel
import SigV4
import Storage

import struct Foundation.Date

/// Tells who signed a request: a user with a long-term key, or a session of ours, whose token is opened, which nobody has
/// ended, and whose role or user must still be there.
package struct CallerRecognition: Sendable {
    private let accessKeys: AccessKeyDirectory
    private let users: UserDirectory
    private let roles: RoleDirectory
    private let keys: SealingKeys
    private let revocations: SessionRevocations
    private let deployment: String
    private let regions: Set<String>
    private let signingKeys = SigningKeyCache()
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - deployment: what every session of ours is bound to.
    ///   - regions: those that a signature's scope may name.
    package init(
        accessKeys: AccessKeyDirectory, users: UserDirectory, roles: RoleDirectory, keys: SealingKeys,
        revocations: SessionRevocations, deployment: String, regions: Set<String>,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.accessKeys = accessKeys
        self.users = users
        self.roles = roles
        self.keys = keys
        self.revocations = revocations
        self.deployment = deployment
        self.regions = regions
        self.now = now
    }

    /// The order is the reference's: what needs no key is judged first; then the key is found, then the signature
    /// compared. A key that is nobody's takes as long as one that is.
    ///
    /// - Parameter service: the service in the scope of the signature.
    /// - Source: AWS General Reference, "Signature Version 4"; AWS STS API Reference, common errors.
    package func recognise(_ request: SignedRequest, service: String) async throws(STSError) -> RecognisedCaller {
        try await recognise(request, by: SignatureVerifier(regions: regions, service: service)).caller
    }

    /// The same for a request to somebody else's service.
    ///
    /// - Parameter verifier: what that service accepts signatures for.
    package func recognise(
        _ request: SignedRequest, by verifier: SignatureVerifier
    ) async throws(STSError) -> RecognisedRequest {
        let time = now()
        let admitted: AdmittedSignature
        do throws(SignatureRefusal) {
            admitted = try verifier.admit(
                request, at: SigningTime(secondsSinceEpoch: Int64(time.timeIntervalSince1970)))
        } catch {
            throw .signatureRefused(error)
        }
        let found = await find(admitted, at: time)
        let payload: SignedPayload
        do throws(SignatureRefusal) {
            payload = try admitted.verify(under: found.key)
        } catch {
            // The reason why there is no key is kept; the wire's answer is the same for all of them but expiry.
            if case .failure(let unknown) = found.caller { throw unknown }
            throw .signatureRefused(error)
        }
        return RecognisedRequest(
            caller: try found.caller.get(), payload: payload, isPresigned: admitted.presented.carrier != .header)
    }

    struct Found {
        let caller: Result<RecognisedCaller, STSError>
        var key: SigningKey?
    }

    /// The moment against which sessions are judged.
    var time: Date { now() }

    private func find(_ admitted: AdmittedSignature, at now: Date) async -> Found {
        do throws(STSError) {
            guard let accessKeyID = AccessKeyID(admitted.presented.credential.accessKeyID) else {
                throw .unknownCaller(.noSuchKey)
            }
            switch (accessKeyID.kind, admitted.presented.sessionToken) {
            case (.longTerm, nil): return try await findUser(accessKeyID, admitted.scope)
            case (.temporary, let token?):
                return try await findSession(Secret(token), accessKeyID, admitted.scope, at: now)
            // A token proves nothing beside a key that has none, and a session's key is nothing without its token.
            case (.longTerm, _?): throw .unknownCaller(.tokenMisplaced)
            case (.temporary, nil): throw .unknownCaller(.tokenMissing)
            }
        } catch {
            return Found(caller: .failure(error))
        }
    }

    private func findUser(_ id: AccessKeyID, _ scope: CredentialScope) async throws(STSError) -> Found {
        guard let holder = try await accessKeys.holder(of: id) else { throw .unknownCaller(.noSuchKey) }
        guard holder.isActive else { throw .unknownCaller(.keyInactive) }
        let key = signingKeys.key(for: .user(id), scope) { holder.secret }
        return Found(
            caller: .success(RecognisedCaller(holder.user, accessKeyID: id, region: scope.region)), key: key)
    }

    func findSession(
        _ token: Secret<String>, _ id: AccessKeyID, _ scope: CredentialScope, at now: Date
    ) async throws(STSError) -> Found {
        let opened = try await open(token, for: id, at: now)
        let session = opened.session
        // Before anything is derived or taken from the cache of signing keys, which decides nothing.
        try await revocations.admit(session, under: id)
        let caller: RecognisedCaller
        switch session.kind {
        case .assumedRole:
            guard try await roles.role(id: session.principalID, of: session.account) != nil else {
                throw .unknownCaller(.roleGone)
            }
            caller = RecognisedCaller(session, accessKeyID: id, region: scope.region)
        case .user:
            guard let user = try await users.user(id: session.principalID, of: session.account) else {
                throw .unknownCaller(.userGone)
            }
            caller = RecognisedCaller(user, in: session, accessKeyID: id, region: scope.region)
        case .federatedUser: throw .unknownCaller(.sessionKind)
        }
        let key = signingKeys.key(for: .session(id, token: token), scope) { opened.secretAccessKey() }
        return Found(caller: .success(caller), key: key)
    }

    private func open(
        _ token: Secret<String>, for accessKeyID: AccessKeyID, at now: Date
    ) async throws(STSError) -> OpenedSession {
        do throws(SealError) {
            return try seal.open(token, for: accessKeyID, at: now)
        } catch {
            switch error {
            case .expired: throw .sessionExpired
            case .unknownKey: break
            default: throw .unknownCaller(.tokenNotOpened(error))
            }
        }
        // Another replica may have made the key since we read them.
        await keys.refreshForUnknownKey()
        do throws(SealError) {
            return try seal.open(token, for: accessKeyID, at: now)
        } catch {
            if case .expired = error { throw .sessionExpired }
            throw .unknownCaller(.tokenNotOpened(error))
        }
    }

    private var seal: SessionSeal { SessionSeal(keyring: keys.keyring, deploymentID: deployment) }
}
