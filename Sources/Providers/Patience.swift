import IdentityModel
import Synchronization
import WebTokens

import struct Foundation.Date

/// The apps that one provider wants to hear nothing of for a while.
///
/// A 429 that says for how long is about the app that asked, so it holds for every token of that app and for no other.
/// One that does not say is taken to be about the token alone.
final class Patience: Sendable {
    private let hash = KeyedHash()
    private let ends: Mutex<Generations<[UInt8], Date>>

    /// The longest pause that a provider may ask for, in seconds.
    private static let longest = 60

    init(capacity: Int = 10_000) {
        ends = Mutex(Generations(capacity: capacity))
    }

    /// Whether the provider must be left alone with this app for now.
    func isDue(to app: ClientRegistration, at now: Date) -> Bool {
        let name = name(of: app)
        guard let end = ends.withLock({ $0.value(for: name) }) else { return false }
        // A clock that was set back must not make it longer.
        return now < end && end.timeIntervalSince(now) <= Double(Self.longest)
    }

    func grant(_ seconds: Int, to app: ClientRegistration, at now: Date) {
        let name = name(of: app)
        let end = now.addingTimeInterval(Double(min(seconds, Self.longest)))
        ends.withLock { $0.insert(end, for: name) }
    }

    private func name(of app: ClientRegistration) -> [UInt8] {
        hash.name(of: [app.secret?.reveal() ?? ""] + app.clientIDs)
    }
}
