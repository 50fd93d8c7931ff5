import Foundation
import IdentityModel
import WebTokens

/// Credentials that were made already, and the calls that are under way for more. Pure: every moment is an argument.
struct CredentialShelf: Sendable {
    typealias Call = Flight<Landing>

    /// Credentials, and when the request began that had them made. What was changed or ended since then they do not know.
    struct Made: Sendable {
        let credentials: TemporaryCredentials
        let began: Date
    }

    /// How a call ended.
    struct Landing: Sendable {
        let result: Result<Made, UpstreamError>
        let attempts: Int
        var errorCode: String?
    }

    enum Step {
        case use(Made)
        /// Hand these out; somebody should see to new ones meanwhile.
        case useAndLaunch(Made, Call)
        case join(Call)
        case launch(Call)
        case refuse(UpstreamError)
    }

    private enum Held {
        case credentials(Made, Ages)
        /// Kept for a moment, so that a client which asks again and again has no call made for each.
        case refusal(UpstreamError, until: Date)
        /// Credentials that are good no more were here.
        case nothing
    }

    private var held: Generations<UpstreamAssumption, Held>
    private var calls: [UpstreamAssumption: Call] = [:]

    /// Calls under way, for as many different sessions.
    static let mostCalls = 1_024
    /// Seconds for which a refusal counts. Roles that were made a moment ago are refused at first.
    static let refusalSeconds: TimeInterval = 5

    init(capacity: Int) {
        held = Generations(capacity: capacity)
    }

    mutating func step(for wanted: UpstreamAssumption, at now: Date) -> Step {
        switch held.value(for: wanted) {
        case .credentials(let credentials, let ages)? where now < ages.freshUntil:
            guard now >= ages.dueAt, calls[wanted] == nil, let call = launch(wanted) else { return .use(credentials) }
            return .useAndLaunch(credentials, call)
        case .refusal(let error, let until)? where now < until: return .refuse(error)
        default: break
        }
        if let call = calls[wanted] { return .join(call) }
        guard let call = launch(wanted) else { return .refuse(.throttled(retryAfter: 1, nil)) }
        return .launch(call)
    }

    /// Takes in what a call brought.
    ///
    /// - Parameter chance: from 0 up to 1.
    mutating func land(_ landing: Landing, for wanted: UpstreamAssumption, chance: Double, at now: Date) {
        calls[wanted] = nil
        switch landing.result {
        case .success(let made):
            guard let ages = Ages(made.credentials, asked: wanted.duration, chance: chance, at: now) else { return }
            held.insert(.credentials(made, ages), for: wanted)
        case .failure(let error) where error.isVerdict:
            // Whoever may not any more must not live on what is left.
            held.insert(.refusal(error, until: now + Self.refusalSeconds), for: wanted)
        case .failure: break
        }
    }

    /// Credentials too old to be handed out in good times.
    mutating func kept(for wanted: UpstreamAssumption, at now: Date) -> Made? {
        guard case .credentials(let credentials, let ages)? = held.value(for: wanted), now < ages.usableUntil else {
            return nil
        }
        return credentials
    }

    /// Forgets credentials that are good no more, unless others are in their place already.
    mutating func drop(_ bad: Made, of wanted: UpstreamAssumption) {
        guard case .credentials(let made, _)? = held.value(for: wanted),
            made.credentials.accessKeyID == bad.credentials.accessKeyID
        else { return }
        held.insert(.nothing, for: wanted)
    }

    private mutating func launch(_ wanted: UpstreamAssumption) -> Call? {
        guard calls.count < Self.mostCalls else { return nil }
        let call = Call()
        calls[wanted] = call
        return call
    }
}

/// What may be done with credentials, and until when.
///
/// SDKs fetch new ones when ten or fifteen minutes are left of an hour, so whoever is handed fewer asks again at once, and
/// gets the same. Hence a third of the life stays with the client.
struct Ages: Sendable, Equatable {
    /// From then on, whoever asks has new ones fetched in the background.
    let dueAt: Date
    /// From then on, whoever asks waits for new ones.
    let freshUntil: Date
    /// Until then they are handed out when no new ones can be had.
    let usableUntil: Date

    /// Nil for credentials that are not worth keeping.
    ///
    /// - Parameters:
    ///   - asked: seconds. The other clock may be wrong, so no more is believed.
    ///   - chance: from 0 up to 1; spreads the renewals of sessions that began together.
    init?(_ credentials: TemporaryCredentials, asked: Int, chance: Double, at now: Date) {
        let life = min(credentials.expiration.timeIntervalSince(now), TimeInterval(asked))
        guard life >= 60 else { return nil }
        dueAt = now + life * (0.4 + 0.2 * chance)
        freshUntil = now + life * 2 / 3
        usableUntil = now + life * 11 / 12
    }
}
