import Crypto
import IdentityModel
import SigV4
import Synchronization

/// Derived signing keys, so that a caller who signs often costs one HMAC and not five.
///
/// Nothing is decided here: whose key it is and whether it is still good is found out before, for every request. An entry
/// is bound to the secret that it was derived from: an access key id never gets another secret, and a session's entry
/// is named by the hash of its token. It is good for the day in its scope, and signatures of other days do not ask for
/// it.
final class SigningKeyCache: Sendable {
    enum Owner: Hashable, Sendable {
        case user(AccessKeyID)
        case sealed(AccessKeyID, tokenHash: SHA256.Digest)

        static func session(_ id: AccessKeyID, token: Secret<String>) -> Owner {
            .sealed(id, tokenHash: SHA256.hash(data: Array(token.reveal().utf8)))
        }
    }

    private struct Entry: Hashable {
        let owner: Owner
        let scope: CredentialScope
    }

    private let keys = Mutex<[Entry: SigningKey]>([:])
    private let capacity: Int

    init(capacity: Int = 4_096) {
        self.capacity = capacity
    }

    func key(for owner: Owner, _ scope: CredentialScope, deriving secret: () -> Secret<String>) -> SigningKey {
        let entry = Entry(owner: owner, scope: scope)
        if let key = keys.withLock({ $0[entry] }) { return key }
        // Derived outside the lock; two who come at once derive the same.
        let key = SigningKey(secret: secret().reveal(), scope: scope)
        keys.withLock { keys in
            // Deriving again is cheap, ranking is not.
            if keys.count >= capacity { keys.removeAll(keepingCapacity: true) }
            keys[entry] = key
        }
        return key
    }

    var count: Int { keys.withLock { $0.count } }
}
