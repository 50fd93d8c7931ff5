import Crypto

/// Names for what is remembered of secrets: the same for the same parts, telling nothing of them, and of no use to
/// another process.
struct KeyedHash: Sendable {
    private let key = SymmetricKey(size: .bits256)

    /// Each part goes in with its length in front of it, so that no two lists of parts read the same.
    func name(of parts: [String]) -> [UInt8] {
        var mac = HMAC<SHA256>(key: key)
        for part in parts {
            mac.update(data: Array("\(part.utf8.count):".utf8))
            mac.update(data: Array(part.utf8))
        }
        return Array(mac.finalize())
    }
}
