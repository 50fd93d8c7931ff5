import Synchronization

/// How many exports, or imports, may be under way at once: each holds one of the few connections for transactions.
final class ArchiveTurns: Sendable {
    private let limit: Int
    private let underWay = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Given back when nobody holds it any more, whichever way its work ends, or when it never begins.
    final class Turn: Sendable {
        private let turns: ArchiveTurns

        fileprivate init(of turns: ArchiveTurns) {
            self.turns = turns
        }

        deinit { turns.underWay.withLock { $0 -= 1 } }
    }

    func take(orElse problem: (_ limit: Int) -> IdentityProblem) throws(FederationError) -> Turn {
        let isFree = underWay.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isFree else { throw .identity(problem(limit)) }
        return Turn(of: self)
    }
}
