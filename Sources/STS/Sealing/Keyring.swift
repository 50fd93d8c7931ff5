import struct Foundation.Date

/// The root keys of a deployment. A value: rotation makes another one.
package struct Keyring: Sendable {
    private let keys: [RootKey]

    package init(_ keys: [RootKey]) {
        self.keys = keys
    }

    /// The youngest of the keys in their sealing time, so that a key takes over as soon as it may.
    func sealingKey(at now: Date) throws(SealError) -> RootKey {
        guard let key = keys.filter({ $0.seals(at: now) }).max(by: { $0.notBefore < $1.notBefore }) else {
            throw .noSealingKey
        }
        return key
    }

    /// A key that is still too young to seal opens all the same: another replica's clock may be ahead.
    func openingKey(_ id: UInt64, at now: Date) throws(SealError) -> RootKey {
        guard let key = keys.first(where: { $0.id == id }) else { throw .unknownKey(id) }
        guard key.opens(at: now) else { throw .keyRetired(id) }
        return key
    }
}
