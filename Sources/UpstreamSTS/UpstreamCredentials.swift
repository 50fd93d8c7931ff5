import Foundation
import IdentityModel
import OutboundHTTP
import Synchronization
import WebTokens

/// Credentials from STS back ends elsewhere, with as few calls as can be: other people's STS count, slow down and fail.
///
/// Who wants the same session at the same time waits for the same call. What was made is handed out again while most of its
/// life is left, and renewed before anybody has to wait. A back end that slows us down is left alone for as long, and one
/// that fails is tried again only within a budget, until it is not tried at all for a moment.
///
/// Whether somebody may have the session is not asked here; whoever calls has asked.
package final class UpstreamCredentials: Sendable {
    private let call: STSCall
    private let shelf: Mutex<CredentialShelf>
    private let lines = Mutex(Generations<STSBackEnd, BackEndLine>(capacity: 512))
    private let clock: UpstreamClock
    private let report: @Sendable (UpstreamEvent) -> Void

    /// Calls for one session in one request.
    static let mostAttempts = 3

    /// - Parameters:
    ///   - allowsLoopbackHTTP: whether the deployment admits plain HTTP on this machine, for development.
    ///   - capacity: sessions whose credentials are kept.
    ///   - report: what an operator should hear of.
    package init(
        fetch: @escaping Fetch, allowsLoopbackHTTP: Bool, capacity: Int = 10_000, clock: UpstreamClock = .system,
        report: @escaping @Sendable (UpstreamEvent) -> Void = { _ in }
    ) {
        call = STSCall(fetch: fetch, allowsLoopbackHTTP: allowsLoopbackHTTP)
        shelf = Mutex(CredentialShelf(capacity: capacity))
        self.clock = clock
        self.report = report
    }

    /// - Parameters:
    ///   - began: when the request began, before anything was read of whoever makes it.
    ///   - check: is asked of all that is handed out, however it came here.
    package func credentials(
        for wanted: UpstreamAssumption, began: Date, token: @escaping UpstreamToken, check: UpstreamCheck
    ) async throws(UpstreamFailure) -> UpstreamGrant {
        // What was made earlier, or for somebody else's request, may have been ended since. Then there is one more call.
        for _ in 0..<2 {
            let (made, report) = try await find(wanted, began, token)
            let isGood: Bool
            do throws(UpstreamError) {
                isGood = try await check(made.credentials.accessKeyID, made.began)
            } catch {
                throw failure(error, wanted)
            }
            if isGood { return UpstreamGrant(credentials: made.credentials, report: report) }
            shelf.withLock { $0.drop(made, of: wanted) }
        }
        throw failure(.ended, wanted)
    }

    private typealias Found = (made: CredentialShelf.Made, report: UpstreamReport)

    private func find(
        _ wanted: UpstreamAssumption, _ began: Date, _ token: @escaping UpstreamToken
    ) async throws(UpstreamFailure) -> Found {
        let time = clock.date()
        switch shelf.withLock({ $0.step(for: wanted, at: time) }) {
        case .use(let made): return (made, described(wanted, .cached))
        case .useAndLaunch(let made, let call):
            launch(call, for: wanted, began, token, isRenewal: true)
            return (made, described(wanted, .cached))
        case .refuse(let error): throw failure(error, wanted)
        case .join(let call): return try await arrival(of: call, wanted, .shared)
        case .launch(let call):
            launch(call, for: wanted, began, token, isRenewal: false)
            return try await arrival(of: call, wanted, .fetched)
        }
    }

    private func arrival(
        of call: CredentialShelf.Call, _ wanted: UpstreamAssumption, _ delivery: UpstreamReport.Delivery
    ) async throws(UpstreamFailure) -> Found {
        guard let landing = await call.arrival() else { throw failure(.unavailable(nil), wanted) }
        switch landing.result {
        case .success(let made):
            return (made, described(wanted, delivery, attempts: landing.attempts, errorCode: landing.errorCode))
        case .failure(let error):
            let time = clock.date()
            guard let kept = shelf.withLock({ $0.kept(for: wanted, at: time) }) else {
                throw failure(error, wanted, attempts: landing.attempts)
            }
            if delivery == .fetched { tell(error, of: wanted.backEnd) }
            return (kept, described(wanted, .kept, attempts: landing.attempts, errorCode: error.word))
        }
    }

    // MARK: Calling

    /// Unstructured, because the work is everybody's: a caller who gives up must not cancel it for the rest. The back end's
    /// time, twice, bounds it.
    private func launch(
        _ call: CredentialShelf.Call, for wanted: UpstreamAssumption, _ began: Date, _ token: @escaping UpstreamToken,
        isRenewal: Bool
    ) {
        Task {
            let landing = await assume(wanted, began, token)
            let (chance, time) = (clock.chance(), clock.date())
            shelf.withLock { $0.land(landing, for: wanted, chance: chance, at: time) }
            if isRenewal, case .failure(let error) = landing.result {
                tell(error, of: wanted.backEnd)
            }
            call.land(landing)
        }
    }

    private func assume(
        _ wanted: UpstreamAssumption, _ began: Date, _ source: UpstreamToken
    ) async -> CredentialShelf.Landing {
        let start = clock.now()
        var attempts = 0
        var token: Secret<String>?
        var last: UpstreamError?
        while true {
            let pass: BackEndLine.Pass
            do throws(UpstreamError) {
                pass = try enter(wanted.backEnd)
            } catch {
                // What the back end said of the call before tells more than that there is no other.
                let failure = last ?? error
                return .init(result: .failure(failure), attempts: attempts, errorCode: failure.word)
            }
            let failure: UpstreamError
            do throws(UpstreamError) {
                let credentials = try await attempt(wanted, pass, &token, source, &attempts)
                let made = CredentialShelf.Made(credentials: credentials, began: began)
                return .init(result: .success(made), attempts: attempts, errorCode: last?.word)
            } catch {
                failure = error
            }
            last = failure
            // A second try begins within the time of the first, so that all of them together take twice that at most.
            guard failure.invitesRetry, attempts < Self.mostAttempts,
                clock.now() - start < .seconds(wanted.backEnd.timeoutSeconds), takeRetry(at: wanted.backEnd)
            else { return .init(result: .failure(failure), attempts: attempts, errorCode: failure.word) }
            await clock.pause(.milliseconds(100 << (attempts - 1)) * (0.5 + clock.chance() / 2))
        }
    }

    private func attempt(
        _ wanted: UpstreamAssumption, _ pass: BackEndLine.Pass, _ token: inout Secret<String>?,
        _ source: UpstreamToken, _ attempts: inout Int
    ) async throws(UpstreamError) -> TemporaryCredentials {
        let failure: UpstreamError
        do throws(UpstreamError) {
            let shown: Secret<String>
            if let token { shown = token } else { shown = try await source(wanted) }
            token = shown
            attempts += 1
            let credentials = try await call.assume(wanted, with: shown)
            guard credentials.expiration > clock.date() else { throw .unintelligible("the credentials have expired") }
            leave(wanted.backEnd, pass, nil)
            return credentials
        } catch {
            failure = error
        }
        let seconds = leave(wanted.backEnd, pass, failure)
        if case .throttled(_, let words) = failure { throw .throttled(retryAfter: seconds ?? 1, words) }
        throw failure
    }

    // MARK: The back end's line

    private func enter(_ backEnd: STSBackEnd) throws(UpstreamError) -> BackEndLine.Pass {
        let now = clock.now()
        return try lines.withLock { lines throws(UpstreamError) in
            var line = lines.value(for: backEnd) ?? BackEndLine(capacity: backEnd.maxConcurrent)
            let pass = try line.enter(at: now)
            lines.insert(line, for: backEnd)
            return pass
        }
    }

    @discardableResult
    private func leave(_ backEnd: STSBackEnd, _ pass: BackEndLine.Pass, _ error: UpstreamError?) -> Int? {
        let (now, chance) = (clock.now(), clock.chance())
        return lines.withLock { lines in
            guard var line = lines.value(for: backEnd) else { return nil }
            defer { lines.insert(line, for: backEnd) }
            return line.leave(pass, error, chance: chance, at: now)
        }
    }

    private func takeRetry(at backEnd: STSBackEnd) -> Bool {
        lines.withLock { lines in
            guard var line = lines.value(for: backEnd) else { return false }
            defer { lines.insert(line, for: backEnd) }
            return line.takeRetry()
        }
    }

    // MARK: Telling

    private func tell(_ error: UpstreamError, of backEnd: STSBackEnd) {
        let now = clock.now()
        let isDue = lines.withLock { lines in
            var line = lines.value(for: backEnd) ?? BackEndLine(capacity: backEnd.maxConcurrent)
            defer { lines.insert(line, for: backEnd) }
            return line.mayTell(at: now)
        }
        if isDue { report(.renewalFailed(backEnd: backEnd.name, error)) }
    }

    private func described(
        _ wanted: UpstreamAssumption, _ delivery: UpstreamReport.Delivery, attempts: Int = 0, errorCode: String? = nil
    ) -> UpstreamReport {
        UpstreamReport(
            backEnd: wanted.backEnd.name, roleARN: wanted.role.upstreamRoleARN, delivery: delivery, attempts: attempts,
            errorCode: errorCode)
    }

    private func failure(
        _ error: UpstreamError, _ wanted: UpstreamAssumption, attempts: Int = 0
    ) -> UpstreamFailure {
        UpstreamFailure(error, described(wanted, .none, attempts: attempts, errorCode: error.word))
    }
}
