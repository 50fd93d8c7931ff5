import Foundation
import IdentityModel
import OutboundHTTP
import Synchronization
import WebTokens

@testable import Providers

/// One adapter of the built-in catalog, whose provider answers what a test says, path by path.
final class ScriptedCalls: Sendable {
    typealias Answer = Result<(status: Int, body: String), FetchError>

    private let answers: Mutex<[String: Answer]>
    private let wait = Mutex<Int?>(nil)
    private let asked = Mutex<[FetchRequest]>([])

    init(_ answers: [String: (Int, String)]) {
        self.answers = Mutex(answers.mapValues { .success((status: $0.0, body: $0.1)) })
    }

    /// How often a path was asked for.
    func count(_ path: String) -> Int { asked.withLock { $0.count { $0.url.hasSuffix(path) } } }
    var requests: [FetchRequest] { asked.withLock { $0 } }

    func answer(_ path: String, _ answer: Answer) { answers.withLock { $0[path] = answer } }

    /// What its refusals state as `Retry-After` from now on.
    func refuse(for seconds: Int?) { wait.withLock { $0 = seconds } }

    var fetch: Fetch {
        { request throws(FetchError) in
            self.asked.withLock { $0.append(request) }
            let found = self.answers.withLock { $0.first { request.url.hasSuffix($0.key) }?.value }
            guard let found else { throw .unavailable }
            let (status, body) = try found.get()
            return FetchedDocument(
                status: status, body: Array(body.utf8), date: Date(timeIntervalSince1970: 1_767_226_777),
                retryAfter: status == 200 ? nil : self.wait.withLock { $0 })
        }
    }

    func catalog() throws -> ProviderCatalog {
        ProviderCatalog(
            try DescriptorCatalog.load(),
            in: AdapterEnvironment(
                fetch: fetch, verifier: IDTokenVerifier(), keySets: KeySetCache(fetch: fetch), nonce: { "8b1f0c5d" }))
    }

    /// What comes of one token, with nothing remembered.
    func outcome(
        _ provider: ProviderName, _ token: String, _ app: ClientRegistration
    ) async throws -> Result<VerifiedLogin, LoginError> {
        let adapter = try catalog().provider(for: provider, registration: app)
        do throws(LoginError) {
            return .success(
                try await adapter.verify(
                    Login(provider: provider, token: Secret(token)), for: app,
                    at: Date(timeIntervalSince1970: 1_767_226_000)))
        } catch {
            return .failure(error)
        }
    }
}
