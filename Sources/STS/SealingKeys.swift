import Foundation
import IdentityModel
import Storage
import Synchronization

/// The root keys of the deployment: read at start, made when there are none, renewed before the last one ends.
///
/// Any number of replicas keep them together; the number of a key decides who makes it.
package final class SealingKeys: Sendable {
    private let store: SealingKeyStore
    private let current = Mutex(Keyring([]))
    private let lastAsked = Mutex(Date.distantPast)
    private let now: @Sendable () -> Date

    /// How long a key seals. The longest session that it sealed lives on after that.
    static let sealingLife: Double = 30 * 86_400
    /// A successor is made this long before the end, so that every replica has read it when it is first needed.
    static let renewal: Double = 7 * 86_400
    /// A key that is made out of turn seals this long after it was made, so that every replica has read it before.
    static let propagation: Double = 60
    /// The longest session there is, a user's of 36 hours, and a quarter of an hour for clocks.
    static let openingLife = Double(UserSessions.durations.upperBound) + 900

    package init(_ store: SealingKeyStore, now: @escaping @Sendable () -> Date = { Date() }) {
        self.store = store
        self.now = now
    }

    package var keyring: Keyring { current.withLock { $0 } }

    /// Nil when sessions can be sealed now; else what is wrong.
    package var problem: String? {
        do throws(SealError) {
            _ = try keyring.sealingKey(at: now())
            return nil
        } catch {
            return "no root key to seal sessions with"
        }
    }

    /// Reads the keys, and makes the one that is due.
    package func refresh() async throws(StorageError) {
        let time = now()
        var records = try await store.list(at: time)
        let end = records.map(\.sealUntil).max() ?? .distantPast
        if end.timeIntervalSince(time) < Self.renewal {
            // Whoever loses the race for the number finds the winner's key in the list.
            _ = try await store.insert(
                Self.makeRecord(
                    number: try await store.nextNumber(), startingAt: records.isEmpty ? time : max(end, time)))
            records = try await store.list(at: time)
        }
        let keys = records.compactMap(RootKey.init)
        current.withLock { $0 = Keyring(keys) }
    }

    /// Reads the keys once more for a token whose key is not known here; at most every ten seconds, so that invented
    /// key ids cost the database nothing.
    func refreshForUnknownKey() async {
        let time = now()
        let mayAsk = lastAsked.withLock { last in
            guard time.timeIntervalSince(last) >= 10 else { return false }
            last = time
            return true
        }
        // Without an answer the keys that are here stand, and the token stays unknown.
        if mayAsk { try? await refresh() }
    }

    static func makeRecord(number: Int, startingAt start: Date) -> SealingKeyStore.Record {
        var generator = SystemRandomNumberGenerator()
        func random(_ count: Int) -> [UInt8] { (0..<count).map { _ in .random(in: .min ... .max, using: &generator) } }
        return SealingKeyStore.Record(
            number: number, keyID: random(8), rootKey: Secret(random(32)), notBefore: start,
            sealUntil: start + sealingLife, openUntil: start + sealingLife + openingLife)
    }
}

extension RootKey {
    init?(_ record: SealingKeyStore.Record) {
        self.init(
            id: record.keyID.reduce(0) { $0 << 8 | UInt64($1) }, secret: record.rootKey, notBefore: record.notBefore,
            sealUntil: record.sealUntil,
            openUntil: record.openUntil)
    }
}
