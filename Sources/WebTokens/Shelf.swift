import Foundation
import IdentityModel

/// How asking for a document ended.
enum Loaded<Value: Sendable>: Sendable {
    /// - dueIn: seconds after which it should be fetched again.
    case fresh(Value, dueIn: TimeInterval)
    /// - retryAfter: seconds for which the provider wants to be left alone.
    /// - leaving: what is left of the value held so far, when the failure spoils a part of it.
    case failed(LoginError, retryAfter: TimeInterval? = nil, leaving: Value? = nil)
}

/// The age of one document, and when it may be asked for. Pure: every moment is an argument.
struct Shelf<Value: Sendable>: Sendable {
    enum ExtraRequest {
        case granted
        case denied
        case failed(LoginError)
    }

    private struct Held {
        var value: Value
        var requestedAt: Date
        var dueAt: Date
    }

    private struct Failure {
        var reason: LoginError
        var count: Int
        var at: Date
        var standsUntil: Date
    }

    private let hardLifetime: TimeInterval
    private var held: Held?
    private var failure: Failure?
    private var extraRequests: [Date] = []

    init(hardLifetime: TimeInterval) {
        self.hardLifetime = hardLifetime
    }

    /// The last value, however old.
    var latest: Value? { held?.value }

    func value(at now: Date) -> Value? {
        guard let held, now < held.requestedAt + hardLifetime else { return nil }
        return held.value
    }

    func isDue(at now: Date) -> Bool {
        guard let held, now >= held.dueAt else { return false }
        return standingFailure(at: now) == nil
    }

    /// The reason of the last failure, while it is too early for another try.
    func standingFailure(at now: Date) -> LoginError? {
        guard let failure, now < failure.standsUntil else { return nil }
        return failure.reason
    }

    /// Whether the document may be asked for out of turn, because a key is missing from it. Strangers can make keys
    /// look missing, so this is rationed.
    mutating func extraRequest(at now: Date) -> ExtraRequest {
        if let held, now < held.requestedAt + ExtraRequests.interval { return .denied }
        if let failure, now < max(failure.standsUntil, failure.at + ExtraRequests.interval) {
            return .failed(failure.reason)
        }
        extraRequests.removeAll { $0 <= now - ExtraRequests.window }
        guard extraRequests.count < ExtraRequests.perWindow else {
            return failure.map { .failed($0.reason) } ?? .denied
        }
        extraRequests.append(now)
        return .granted
    }

    mutating func put(_ loaded: Loaded<Value>, requestedAt: Date) -> Result<Value, LoginError> {
        switch loaded {
        case .fresh(let value, let dueIn):
            held = Held(value: value, requestedAt: requestedAt, dueAt: requestedAt + dueIn)
            failure = nil
            return .success(value)
        case .failed(let reason, let retryAfter, let leaving):
            let count = (failure?.count ?? 0) + 1
            let pause = max(Retry.pause(afterFailures: count), min(retryAfter ?? 0, Retry.longestWish))
            failure = Failure(reason: reason, count: count, at: requestedAt, standsUntil: requestedAt + pause)
            if let leaving { held?.value = leaving }
            return .failure(reason)
        }
    }
}

/// Seconds between requests out of turn, and how many there may be in how many seconds.
private enum ExtraRequests {
    static let interval: TimeInterval = 10
    static let window: TimeInterval = 300
    static let perWindow = 6
}

private enum Retry {
    /// The longest time that a provider can order us to stay away.
    static let longestWish: TimeInterval = 60

    /// 1, 2, 4, 8, 16 and then 30 seconds.
    static func pause(afterFailures count: Int) -> TimeInterval {
        min(TimeInterval(1 << min(count - 1, 5)), 30)
    }
}
