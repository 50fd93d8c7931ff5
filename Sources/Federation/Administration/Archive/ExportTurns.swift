import Synchronization

/// How many exports may be under way at once: each holds one of the few connections for transactions.
final class ExportTurns: Sendable {
    private let limit: Int
    private let underWay = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    func begin() throws(FederationError) {
        let isFree = underWay.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isFree else { throw .identity(.tooManyExports(limit: limit)) }
    }

    func end() { underWay.withLock { $0 -= 1 } }
}
