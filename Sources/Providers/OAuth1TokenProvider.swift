import Foundation
import IdentityModel
import OutboundHTTP
import StrictJSON
import Synchronization
import WebTokens

/// Proves Twitter logins: the app hands over a token with its secret, and a call signed with both and with the secret
/// of our app succeeds for tokens of our app alone.
///
/// OAuth 2.0 bearer tokens are never taken here: nothing tells for which app they were issued.
///
/// - Source: RFC 5849 §3; X API v1.1, `GET account/verify_credentials`.
struct OAuth1TokenProvider: LoginProvider {
    private var calls: ProviderCalls
    private let introspection: Introspection
    private let nonce: @Sendable () -> String
    private let standings = AppStandings()

    private static let path = "/account/verify_credentials.json"
    private static let query: [FetchRequest.Field] = [
        .init("include_entities", "false"), .init("skip_status", "true"),
    ]
    /// For each of two attempts.
    private static let timeout: Duration = .milliseconds(2_500)

    init(_ descriptor: ProviderDescriptor, in environment: AdapterEnvironment, patience: Patience = Patience()) {
        calls = ProviderCalls(descriptor, in: environment, patience: patience)
        introspection = descriptor.introspection
        nonce = environment.nonce
    }

    func verify(
        _ login: Login, for app: ClientRegistration, at now: Date
    ) async throws(LoginError) -> VerifiedLogin {
        var timed = self
        timed.calls = calls.timed(for: app, at: now)
        return try await timed.prove(login, for: app, at: now)
    }

    private func prove(
        _ login: Login, for app: ClientRegistration, at now: Date
    ) async throws(LoginError) -> VerifiedLogin {
        guard let consumerKey = app.clientIDs.first else { throw .notConfigured }
        let (token, tokenSecret) = try Self.pair(login.token)
        guard let consumerSecret = app.secret else { throw .misconfigured }
        let credentials = OAuth1Signature.Credentials(
            consumerKey: consumerKey, consumerSecret: consumerSecret, token: token, tokenSecret: tokenSecret)
        let answer = try await ask(with: credentials, at: now)
        guard answer.status == 200 else {
            let refusal = Self.refusal(answer)
            // One answer for a wrong secret of the person and for one of ours; only the second is for us to mend.
            if refusal == .tokenInvalid, Self.code(of: answer) == 32, await isOurAppRefused(credentials, at: now) {
                throw .misconfigured
            }
            throw refusal
        }
        // `id` is the same number, but some readers round numbers of this size, and some writers leave `id_str` out.
        guard let id = answer["id_str"], id.kind == .string, let subject = id.digits(20) else {
            throw .providerProtocol
        }
        guard answer["suspended"]?.bool != true else { throw .revoked }
        return try VerifiedLogin(
            confirmedBy: login.provider, subject: subject, app: consumerKey, proof: .oauth1,
            expiresAt: now + TimeInterval(introspection.loginSeconds))
    }

    /// `token;secret`: two parts that are not empty.
    private static func pair(_ text: Secret<String>) throws(LoginError) -> (String, Secret<String>) {
        let parts = text.reveal().split(separator: ";", omittingEmptySubsequences: false).map { Secret(String($0)) }
        guard parts.count == 2, parts.allSatisfy({ $0.isToken(upTo: 512, "-_") }) else { throw .tokenInvalid }
        return (parts[0].reveal(), parts[1])
    }

    // MARK: Asking

    /// Signs anew for a second attempt: a nonce counts once. When our clocks differ, the second one goes by theirs.
    private func ask(
        with credentials: OAuth1Signature.Credentials, at now: Date
    ) async throws(LoginError) -> ProviderAnswer {
        do throws(LoginError) {
            let answer = try await askOnce(with: credentials, at: now)
            guard answer.status == 401, Self.code(of: answer) == 135, let theirs = answer.date else { return answer }
            return try await askOnce(with: credentials, at: theirs)
        } catch .providerUnavailable where !Task.isCancelled {
            return try await askOnce(with: credentials, at: now)
        }
    }

    private func askOnce(
        with credentials: OAuth1Signature.Credentials, at now: Date
    ) async throws(LoginError) -> ProviderAnswer {
        var request = calls.request(Self.path, timeout: Self.timeout)
        request.attempts = 1
        request.query = Self.query
        let signature = OAuth1Signature(
            of: request, by: credentials, nonce: nonce(), timestamp: Int64(now.timeIntervalSince1970))
        request.headers = [.init("authorization", signature.header)]
        return try await calls.ask(request)
    }

    /// Whether Twitter does not know our app by its key and secret. An answer that does not say so leaves the refusal of
    /// the token as it was, and so does none.
    private func isOurAppRefused(_ credentials: OAuth1Signature.Credentials, at now: Date) async -> Bool {
        guard let url = introspection.appCheckURL else { return false }
        let app = [credentials.consumerKey, credentials.consumerSecret.reveal()]
        if let known = standings.isRefused(app, at: now) { return known }
        let pair = app.map(PercentEncoding.encode)
        let check = ProviderCalls(fetch: calls.fetch, endpoint: url, rules: calls.rules)
        var request = check.request("", timeout: Self.timeout)
        request.method = .post
        request.body = Array("grant_type=client_credentials".utf8)
        request.headers = [
            .init("authorization", "Basic \(Data(pair.joined(separator: ":").utf8).base64EncodedString())"),
            .init("content-type", "application/x-www-form-urlencoded;charset=UTF-8"),
        ]
        let answer = try? await check.ask(request)
        let isRefused = answer.map { $0.status == 401 || Self.code(of: $0) == 99 } ?? false
        standings.remember(isRefused, of: app, at: now)
        return isRefused
    }

    // MARK: Refusals

    private static func code(of answer: ProviderAnswer) -> Int64? {
        answer["errors"]?.elements.first { _ in true }?["code"]?.number?.integer
    }

    private static func refusal(_ answer: ProviderAnswer) -> LoginError {
        switch (answer.status, code(of: answer)) {
        case (_, 88): .providerThrottled
        case (401, 135): .providerUnavailable
        case (401, _): .tokenInvalid
        case (403, 64), (403, 326): .revoked
        case (403, _), (410, _): .misconfigured
        default: .providerProtocol
        }
    }
}

/// What came of showing our apps' own credentials, kept for a minute whatever it was: whoever sends wrong tokens must not
/// decide how often our secrets travel.
private final class AppStandings: Sendable {
    private let hash = KeyedHash()
    private let memory = Mutex(Generations<[UInt8], (isRefused: Bool, until: Date)>(capacity: 1_000))

    private static let seconds: TimeInterval = 60

    func isRefused(_ app: [String], at now: Date) -> Bool? {
        let name = hash.name(of: app)
        return memory.withLock { memory in
            memory.value(for: name).flatMap { now < $0.until ? $0.isRefused : nil }
        }
    }

    func remember(_ isRefused: Bool, of app: [String], at now: Date) {
        let name = hash.name(of: app)
        memory.withLock { $0.insert((isRefused, now + Self.seconds), for: name) }
    }
}
