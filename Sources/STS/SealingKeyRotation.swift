import Foundation
import IdentityModel
import Storage

/// Changes root keys out of turn. `SealingKeys` renews them by itself.
package struct SealingKeyRotation: Sendable {
    private let store: SealingKeyStore
    private let now: @Sendable () -> Date

    package init(_ store: SealingKeyStore, now: @escaping @Sendable () -> Date = { Date() }) {
        self.store = store
        self.now = now
    }

    /// A root key without its secret.
    package struct Key: Sendable, Equatable {
        /// Sixteen hexadecimal digits.
        package let id: String
        package let notBefore: Date
        package let sealUntil: Date
        package let openUntil: Date

        /// What the key does at that time: `waits`, `seals` or `opens`.
        package func role(at now: Date) -> String {
            if now < notBefore { return "waits" }
            return now < sealUntil ? "seals" : "opens"
        }

        fileprivate init(_ record: SealingKeyStore.Record) {
            id = record.keyID.map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
            notBefore = record.notBefore
            sealUntil = record.sealUntil
            openUntil = record.openUntil
        }
    }

    /// The keys that still open something, oldest first.
    package func list() async throws(StorageError) -> [Key] { try await store.list(at: now()).map(Key.init) }

    /// Makes a key that takes over in a minute. The keys before it open what they sealed until the last session of theirs
    /// has ended.
    package func rotate() async throws(StorageError) -> Key {
        try await makeKey(startingAt: now() + SealingKeys.propagation)
    }

    /// Removes a key at once: every session that it sealed is refused as soon as a replica has read the keys again. When
    /// no other key seals, one is made first.
    ///
    /// - Returns: false when there is no key of that id.
    package func drop(_ id: String) async throws(StorageError) -> Bool {
        let time = now()
        let records = try await store.list(at: time)
        guard let dropped = records.first(where: { Key($0).id == id.lowercased() }) else { return false }
        let others = records.filter { $0.keyID != dropped.keyID }
        if !others.contains(where: { $0.notBefore <= time && time < $0.sealUntil }) {
            _ = try await makeKey(startingAt: time)
        }
        return try await store.delete(dropped.keyID)
    }

    private func makeKey(startingAt start: Date) async throws(StorageError) -> Key {
        for _ in 0..<8 {
            let record = SealingKeys.makeRecord(number: try await store.nextNumber(), startingAt: start)
            // Somebody else may have made the key of that number; theirs is not the one that was asked for.
            guard try await store.insert(record) else { continue }
            try await store.retire(before: start, opening: SealingKeys.openingLife, except: record.keyID)
            return Key(record)
        }
        throw .contended
    }
}
