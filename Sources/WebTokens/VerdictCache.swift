import Crypto
import Synchronization

/// Remembers which tokens were found to be signed by which keys, and nothing else: times, audience and claims are
/// judged anew every time, and so is whether the key still stands in its set. A key that is withdrawn takes its
/// verdicts with it, because nobody asks for them any more.
///
/// Only good signatures are kept, so forgeries push nothing out.
package final class VerdictCache: Sendable {
    struct Verdict: Hashable {
        /// SHA-256 of the whole text of the token, its signature included.
        let token: SHA256Digest
        /// The thumbprint of the key, not its name: a name can be given to another key.
        let key: SHA256Digest
    }

    private let verdicts: Mutex<Generations<Verdict, Bool>>

    /// - Parameter capacity: how many verdicts are kept at most, at about 100 bytes each.
    package init(capacity: Int = 20_000) {
        verdicts = Mutex(Generations(capacity: capacity))
    }

    func contains(_ verdict: Verdict) -> Bool { verdicts.withLock { $0.value(for: verdict) != nil } }
    func insert(_ verdict: Verdict) { verdicts.withLock { $0.insert(true, for: verdict) } }
}
