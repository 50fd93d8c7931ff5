import Foundation
import IdentityModel
import Synchronization
import WebTokens

/// Remembers for a moment what a provider said of a token, and asks once for everybody who wants to know at the same
/// time: one sign-in presents its token two or three times, and providers count.
///
/// What is kept is kept under a keyed hash of the token and of everything that the pool has registered, so that no
/// verdict counts for another app. Nothing is kept beyond the token's own time, and never that a provider was down.
final class RememberingProvider: LoginProvider {
    private typealias Verdict = Result<VerifiedLogin, LoginError>

    private struct Memory {
        var verdicts: Generations<[UInt8], (verdict: Verdict, until: Date)>
        var requests: [[UInt8]: Flight<Verdict>] = [:]
    }

    private enum Step {
        case use(Verdict)
        case join(Flight<Verdict>)
        case launch(Flight<Verdict>)
    }

    private let adapter: any LoginProvider
    private let times: Introspection
    private let patience: Patience
    private let memory: Mutex<Memory>
    private let hash = KeyedHash()

    /// Seconds for which a token is not asked about again after its provider wanted to be left alone and did not say for
    /// how long. When it did, nothing is asked for the whole app until then.
    private static let throttledSeconds = 10

    init(
        _ adapter: some LoginProvider, for times: Introspection, patience: Patience = Patience(),
        capacity: Int = 10_000
    ) {
        self.patience = patience
        self.adapter = adapter
        self.times = times
        memory = Mutex(Memory(verdicts: Generations(capacity: capacity)))
    }

    func verify(
        _ login: Login, for app: ClientRegistration, at now: Date
    ) async throws(LoginError) -> VerifiedLogin {
        let name = name(of: login, for: app)
        let mustWait = patience.isDue(to: app, at: now)
        let step: Step = memory.withLock { memory in
            if let held = memory.verdicts.value(for: name), now < held.until { return .use(held.verdict) }
            if let request = memory.requests[name] { return .join(request) }
            if mustWait { return .use(.failure(.providerThrottled)) }
            let request = Flight<Verdict>()
            memory.requests[name] = request
            return .launch(request)
        }
        let request: Flight<Verdict>
        switch step {
        case .use(let verdict): return try verdict.get()
        case .join(let other): request = other
        case .launch(let own):
            request = own
            launch(own, named: name, login, app, at: now)
        }
        guard let verdict = await request.arrival() else { throw .providerUnavailable }
        return try verdict.get()
    }

    /// Unstructured, because the work is everybody's: a caller who gives up must not cancel it for the rest. The
    /// deadlines of the requests bound it.
    private func launch(
        _ request: Flight<Verdict>, named name: [UInt8], _ login: Login, _ app: ClientRegistration, at now: Date
    ) {
        Task {
            let verdict: Verdict
            do throws(LoginError) {
                verdict = .success(try await adapter.verify(login, for: app, at: now))
            } catch {
                verdict = .failure(error)
            }
            memory.withLock { memory in
                memory.requests[name] = nil
                guard let until = keepUntil(verdict, for: app, from: now) else { return }
                memory.verdicts.insert((verdict, until), for: name)
            }
            request.land(verdict)
        }
    }

    private func keepUntil(_ verdict: Verdict, for app: ClientRegistration, from now: Date) -> Date? {
        switch verdict {
        case .success(let login): min(now + TimeInterval(times.positiveSeconds), login.expiresAt)
        case .failure(.tokenInvalid), .failure(.tokenExpired), .failure(.revoked), .failure(.audienceMismatch),
            .failure(.wrongTokenUse):
            now + TimeInterval(times.negativeSeconds)
        case .failure(.providerThrottled) where patience.isDue(to: app, at: now): nil
        case .failure(.providerThrottled): now + TimeInterval(Self.throttledSeconds)
        case .failure: nil
        }
    }

    /// What a verdict is kept under.
    func name(of login: Login, for app: ClientRegistration) -> [UInt8] {
        hash.name(of: [login.token.reveal(), login.provider.rawValue, app.secret?.reveal() ?? ""] + app.clientIDs)
    }
}
