import Synchronization

/// How many exports may be under way at once: each holds one of the few connections for transactions.
final class ExportTurns: Sendable {
    private let limit: Int
    private let underWay = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Given back when nobody holds it any more, whichever way its export ends, or when it never begins.
    final class Turn: Sendable {
        private let turns: ExportTurns

        fileprivate init(of turns: ExportTurns) {
            self.turns = turns
        }

        deinit { turns.underWay.withLock { $0 -= 1 } }
    }

    func take() throws(FederationError) -> Turn {
        let isFree = underWay.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isFree else { throw .identity(.tooManyExports(limit: limit)) }
        return Turn(of: self)
    }
}
