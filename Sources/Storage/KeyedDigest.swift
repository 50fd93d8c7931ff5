import Crypto

/// HMAC-SHA-256 under a key that comes of the master key, for one purpose: the same on every replica and after every
/// restart, and nothing that whoever has the database alone could compute.
package struct KeyedDigest: Sendable {
    private let key: SymmetricKey

    fileprivate init(_ key: SymmetricKey) {
        self.key = key
    }

    package func callAsFunction(_ bytes: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
    }

    /// Compares in constant time.
    package func isDigest(_ digest: [UInt8], of bytes: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(digest, authenticating: bytes, using: key)
    }
}

extension MasterKey {
    package func digest(for purpose: String) -> KeyedDigest { KeyedDigest(derived(for: purpose)) }
}
