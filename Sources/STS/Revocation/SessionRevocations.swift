import IdentityModel
import Storage
import Synchronization

import struct Foundation.Date
import struct Foundation.UUID

/// Ends sessions before their time, and knows which have been ended.
///
/// Every replica holds all revocations, and asks the database once a second, while requests come, whether they are still
/// the same ones. What one replica was told counts on each of them after at most a second. When the database does not
/// answer, nobody is let in on what is older than that: the request fails as unavailable.
package final class SessionRevocations: Sendable {
    private let store: SessionRevocationStore
    private let identities: ReadThroughCache<PoolIdentity, LivingIdentity>
    private let snapshots: ReadThroughCache<Only, RevocationSnapshot>
    private let now: @Sendable () -> Date

    private struct PoolIdentity: Hashable, Sendable {
        let pool: UUID
        let id: UUID
        var login: LoginKey?
    }

    /// The key of the only snapshot that there is.
    private struct Only: Hashable, Sendable {}

    /// How many revocations there may be at once. More people than that are ended by their role, pool or account.
    package static let limit = 10_000
    package static let longestReason = 256

    package init(
        _ store: SessionRevocationStore, identities: IdentityStore, now: @escaping @Sendable () -> Date = { Date() },
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.store = store
        self.now = now
        self.identities = ReadThroughCache(now: clock) { key throws(StorageError) in
            try await identities.livingIdentity(key.id, in: key.pool, owning: key.login)
        }
        let last = LastSnapshot()
        snapshots = ReadThroughCache(capacity: 1, now: clock) { _ throws(StorageError) in
            let known = last.value
            guard let read = try await store.read(unless: known?.version, limit: Self.limit) else { return known }
            let snapshot = RevocationSnapshot(version: read.version, read.cutoffs)
            last.keep(snapshot)
            return snapshot
        }
    }

    // MARK: Asking

    /// Lets a session pass that nothing has ended.
    ///
    /// - Throws: `STSError.unknownCaller` with the reason, or `unavailable`.
    func admit(_ session: SealedSession, under accessKeyID: AccessKeyID) async throws(STSError) {
        for session in session.revocable(under: accessKeyID) {
            if let end = try await end(of: session) { throw .unknownCaller(end) }
        }
    }

    /// Why a session is good no more; nil while it is good. Whoever keeps credentials for later asks before giving them
    /// out again.
    ///
    /// - Parameter login: what a token of ours was issued for, which must be the identity's still, or its heir's.
    package func end(
        of session: RevocableSession, vouchedBy login: LoginKey? = nil
    ) async throws(STSError) -> UnknownCaller? {
        do throws(StorageError) {
            var heir: IdentityID?
            if let identity = session.identity {
                let key = PoolIdentity(pool: identity.pool.uuid, id: identity.id.uuid, login: login)
                guard let living = try await identities.value(for: key) else { return .identityGone }
                guard living.ownsLogin else { return .loginGone }
                heir = living.heir.map { IdentityID(region: identity.id.region, uuid: $0) }
            }
            guard let snapshot = try await snapshots.value(for: Only()) else { return nil }
            return snapshot.revocation(of: session, heir: heir).map { .revoked(by: $0) }
        } catch {
            throw .unavailable("\(error)")
        }
    }

    // MARK: Changing

    /// Ends every session of the scope that has begun. Sessions that begin from now on are good: whoever is to stay out
    /// is disabled, or the role's trust policy is changed.
    ///
    /// - Parameters:
    ///   - moment: ends only those that began before it; nil for now.
    ///   - by: the ARN of whoever asks, or the name of the command.
    package func revoke(
        _ scope: RevocationScope, before moment: Date? = nil, by: String, reason: String
    ) async throws(RevocationError) -> SessionRevocation {
        guard scope.target.utf8.count <= RevocationScope.longestTarget, !scope.target.utf8.contains(0),
            !reason.utf8.contains(0), !by.utf8.contains(0)
        else { throw .malformed }
        guard reason.unicodeScalars.count <= Self.longestReason else { throw .reasonTooLong(limit: Self.longestReason) }
        // A cutoff to come would end sessions that nobody has begun yet.
        if let moment, moment > now() { throw .inTheFuture }
        let made: Result<SessionRevocation, EntityRefusal>
        do throws(StorageError) {
            made = try await store.insert(
                scope, before: moment, lifetime: SealingKeys.openingLife, limit: Self.limit, reason: reason,
                by: String(by.unicodeScalars.prefix(512)))
        } catch {
            throw .unavailable("\(error)")
        }
        forgetAll()
        do { return try made.get() } catch { throw .tooMany(limit: Self.limit) }
    }

    /// Takes a revocation back: sessions that it ended, and that have not ended otherwise, are good again.
    ///
    /// - Returns: false when there is no such revocation.
    package func lift(_ scope: RevocationScope) async throws(RevocationError) -> Bool {
        defer { forgetAll() }
        do throws(StorageError) {
            return try await store.delete(scope)
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// Revocations in the order of kind and target, behind `last`.
    ///
    /// - Parameter kind: only these; nil for all.
    package func list(
        of kind: RevocationScope.Kind? = nil, after last: RevocationScope? = nil, limit: Int
    ) async throws(RevocationError) -> [SessionRevocation] {
        do throws(StorageError) {
            return try await store.list(of: kind, after: last, limit: limit)
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// Removes from the database what no session can be touched by any more.
    package func sweep() async throws(StorageError) { try await store.sweep() }

    /// What was changed here is in force here at once.
    package func forgetAll() {
        snapshots.forgetAll()
        identities.forgetAll()
    }
}

/// Why sessions were not revoked.
package enum RevocationError: Error, Equatable {
    /// A scope, reason or name that cannot be kept.
    case malformed
    /// In characters.
    case reasonTooLong(limit: Int)
    case inTheFuture
    /// A wider scope takes the place of many narrow ones.
    case tooMany(limit: Int)
    /// The database did not answer; the text is for the log.
    case unavailable(String)
}

/// The snapshot that was read last, so that the database need not send it again while nothing has changed. How old it
/// may be is the cache's affair.
private final class LastSnapshot: Sendable {
    private let snapshot = Mutex<RevocationSnapshot?>(nil)

    var value: RevocationSnapshot? { snapshot.withLock { $0 } }

    /// Of two reads that crossed the later version stays.
    func keep(_ new: RevocationSnapshot) {
        snapshot.withLock { if new.version >= $0?.version ?? .min { $0 = new } }
    }
}
