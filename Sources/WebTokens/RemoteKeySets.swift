import OutboundHTTP
import Synchronization

/// The key sets that are fetched, by where they are and what the request for them may do.
final class RemoteKeySets: Sendable {
    private struct Address: Hashable, Sendable {
        let url: String
        let rules: FetchRules
    }

    private let environment: KeySourceEnvironment
    private let keySets: Mutex<Generations<Address, RemoteKeySet>>

    init(environment: KeySourceEnvironment, capacity: Int) {
        self.environment = environment
        keySets = Mutex(Generations(capacity: capacity))
    }

    func keySet(at url: String, rules: FetchRules) -> RemoteKeySet {
        let address = Address(url: url, rules: rules)
        return keySets.withLock { keySets in
            if let known = keySets.value(for: address) { return known }
            let keySet = RemoteKeySet(url: url, rules: rules, environment: environment)
            keySets.insert(keySet, for: address)
            return keySet
        }
    }
}
