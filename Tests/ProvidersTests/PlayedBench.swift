import DevProviders
import Foundation
import HTTPAPI
import HTTPTypes
import IdentityModel
import Logging
import NIOCore
import OutboundHTTP
import ServiceLifecycle
import Synchronization
import Testing
import WebTokens

@testable import Providers

/// Far longer than anything takes here, so that a busy machine changes no answer. What becomes of slow providers is
/// tested with scripted ones.
let patience = Duration.seconds(120)

/// The built-in providers, played on this machine and known by the descriptors that lead there: everything between an
/// adapter and the provider is real.
struct PlayedBench: Sendable {
    let played: DevProviders
    /// What was asked of the providers so far: `GET /facebook/v23.0/me`.
    let calls = CallLog()
    private let catalog: ProviderCatalog

    private static let keys = Result { try DevKeys() }
    static let now = Date(timeIntervalSince1970: 1_767_226_000)

    /// - Parameter changes: replaced in the texts of the descriptors.
    static func with(
        _ changes: [(String, String)] = [], userPools: UserPools = .asked,
        _ body: @Sendable (PlayedBench) async throws -> Void
    ) async throws {
        let played = try played()
        let logger = Logger(label: "played", factory: { _ in SwiftLogNoOpLogHandler() })
        let (ports, bound) = AsyncStream<Int>.makeStream()
        let server = try DevProvidersServer(played, port: 0, logger: logger) { bound.yield($0) }
        let group = ServiceGroup(services: [server], logger: logger)
        let fetcher = HTTPFetcher(connectTimeout: patience)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask {
                defer { bound.finish() }
                try await group.run()
            }
            var failure: (any Error)?
            for await port in ports {
                do {
                    try await body(try PlayedBench(played, port, changes, userPools, fetcher))
                } catch {
                    failure = error
                }
                break
            }
            await fetcher.shutdown()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            if let failure { throw failure }
        }
    }

    static func played() throws -> DevProviders {
        try DevProviders(clock: DevClock(real: { Self.now }), keys: keys.get())
    }

    private init(
        _ played: DevProviders, _ port: Int, _ changes: [(String, String)], _ userPools: UserPools,
        _ fetcher: HTTPFetcher
    ) throws {
        self.played = played
        let calls = calls
        let fetch: Fetch = { request throws(FetchError) in
            calls.add(
                "\(request.method.rawValue) /" + request.url.split(separator: "/").dropFirst(2).joined(separator: "/"))
            var request = request
            request.timeout = patience
            return try await fetcher.fetch(request)
        }
        let files = DevDescriptors(port: port).files.map { file in
            let text = changes.reduce(file.text) { $0.replacing($1.0, with: $1.1) }
            return DescriptorFile(name: file.name, bytes: Array(text.utf8))
        }
        let operatorCredentials = AdminGetUser.Credentials(
            accessKeyID: DevProvider.accessKeyID, secretAccessKey: Secret(DevProvider.secretAccessKey))
        catalog = ProviderCatalog(
            try DescriptorCatalog(embedded: DescriptorFile.builtIn, added: files),
            in: AdapterEnvironment(
                fetch: fetch, verifier: IDTokenVerifier(), keySets: KeySetCache(fetch: fetch),
                askUserPool: userPools.ask(AdminGetUser(operatorCredentials, fetch: fetch)), limit: patience))
    }

    /// A token as the counter of the played providers mints it.
    func token(_ provider: DevProvider, _ order: String = "") async throws -> Secret<String> {
        let text = try await control("GET", "token?provider=\(provider.rawValue)&\(order)")
        return Secret(text)
    }

    @discardableResult
    func control(_ method: String, _ target: String) async throws -> String {
        let request = WireRequest(method: try #require(.init(rawValue: method)), target: "/dev/\(target)")
        let response = await played.answer(request)
        try #require(response.status == .ok, "\(String(buffer: response.body))")
        return String(String(buffer: response.body).dropLast())
    }

    func outcome(
        of token: Secret<String>, at provider: DevProvider, for app: ClientRegistration? = nil, at now: Date = now
    ) async -> Result<VerifiedLogin, LoginError> {
        let app = app ?? provider.registration
        let adapter = catalog.provider(for: provider.loginKey, registration: app)
        do throws(LoginError) {
            return .success(
                try await adapter.verify(Login(provider: provider.loginKey, token: token), for: app, at: now))
        } catch {
            return .failure(error)
        }
    }

    /// What comes of a fresh token with that flaw.
    func error(
        of flaw: DevFlaw, at provider: DevProvider, for app: ClientRegistration? = nil
    ) async throws -> LoginError? {
        await outcome(of: try await token(provider, "flaw=\(flaw.rawValue)"), at: provider, for: app).error
    }
}

/// How user pools are asked about their people.
enum UserPools: Sendable {
    case asked
    case notAsked
    case answering(UserStanding)

    fileprivate func ask(_ driver: AdminGetUser) -> AskUserPool? {
        switch self {
        case .asked: driver.ask
        case .notAsked: nil
        case .answering(let standing): { _, _, _ throws(LoginError) in standing }
        }
    }
}

final class CallLog: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

extension DevProvider {
    /// What a pool has registered.
    var registration: ClientRegistration {
        ClientRegistration(clientIDs: [appID], secret: appSecret.map { Secret($0) })
    }
}
