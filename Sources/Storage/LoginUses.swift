import IdentityModel
import Synchronization

import struct Foundation.Date
import struct Foundation.UUID

/// When logins were used, collected here and written down together, so that signing in writes nothing.
///
/// Of each login one use an hour is kept, by each replica; the database keeps one an hour of all of them. So the time that
/// is written down is one at which the login was used, and the last use was less than an hour later. A process that is
/// killed loses what it has not written yet, which is that of a few seconds; the next use after the hour is written again.
///
/// Bounded: when more is waiting than `pendingLimit`, uses are let go (and counted), and noted when they come again.
package final class LoginUses: Sendable {
    private struct State {
        var recent: [Int: Date] = [:]
        var pending: [LoginUse] = []
        var dropped = 0

        /// Forgets whose hour is over, or everything when it is nobody's: noting a use again is cheap, ranking is not.
        mutating func makeRoom(_ now: Date) {
            let before = recent.count
            recent = recent.filter { now.timeIntervalSince($0.value) < LoginUses.precision }
            if recent.count == before { recent.removeAll(keepingCapacity: true) }
        }
    }

    private let state = Mutex(State())
    private let recentLimit: Int
    private let pendingLimit: Int

    /// Seconds for which one use of a login stands for all.
    package static let precision: Double = 3_600

    package init(recentLimit: Int = 100_000, pendingLimit: Int = 20_000) {
        self.recentLimit = recentLimit
        self.pendingLimit = pendingLimit
    }

    /// The logins have just let somebody in.
    package func note(_ logins: [LoginKey], in pool: UUID, at now: Date) {
        state.withLock { state in
            for login in logins {
                // Hashed with a seed of the process. That two logins share a hash costs one of them an hour of precision.
                var hasher = Hasher()
                hasher.combine(pool)
                hasher.combine(login.provider)
                for byte in login.subject.utf8 { hasher.combine(byte) }
                let hash = hasher.finalize()
                if let last = state.recent[hash], now.timeIntervalSince(last) < Self.precision { continue }
                guard state.pending.count < pendingLimit else {
                    state.dropped += 1
                    continue
                }
                if state.recent.count >= recentLimit, state.recent[hash] == nil { state.makeRoom(now) }
                state.recent[hash] = now
                state.pending.append(
                    LoginUse(pool: pool, provider: login.provider, subject: login.subject, at: now))
            }
        }
    }

    /// Hands over at most `limit` of what is to be written down.
    package func take(_ limit: Int) -> [LoginUse] {
        state.withLock { state in
            let taken = Array(state.pending.prefix(limit))
            state.pending.removeFirst(taken.count)
            return taken
        }
    }

    /// Takes back what could not be written, to be taken again, as far as there is room.
    package func putBack(_ uses: [LoginUse]) {
        state.withLock { state in
            let room = max(0, pendingLimit - state.pending.count)
            state.dropped += max(0, uses.count - room)
            state.pending.insert(contentsOf: uses.prefix(room), at: 0)
        }
    }

    /// How many uses were let go since this was asked last.
    package func takeDropped() -> Int {
        state.withLock { state in
            defer { state.dropped = 0 }
            return state.dropped
        }
    }

    var isEmpty: Bool { state.withLock(\.pending.isEmpty) }
}

/// One use of one login.
package struct LoginUse: Sendable, Equatable {
    package let pool: UUID
    package let provider: ProviderName
    package let subject: String
    package let at: Date

    package init(pool: UUID, provider: ProviderName, subject: String, at: Date) {
        self.pool = pool
        self.provider = provider
        self.subject = subject
        self.at = at
    }
}
