import IdentityModel
import OutboundHTTP
import TestSupport
import WebTokens

import struct Foundation.Date

@testable import Providers

/// The built-in providers, with their keys fetched from an issuer on this machine.
struct ProviderBench {
    let issuer: FakeIssuer
    let forge = TokenForge()
    private let fetcher = HTTPFetcher()
    private let providers: ProviderCatalog

    static let now = Date(timeIntervalSince1970: 1_767_226_000)

    /// Runs the body with a bench whose descriptors were changed by what an operator could write.
    ///
    /// - Parameter files: texts of further descriptors, in which `{issuer}` stands for the issuer's URL.
    static func with(
        _ files: [String] = [], _ body: (ProviderBench) async throws -> Void
    ) async throws {
        let bench = try await ProviderBench(files)
        do {
            try await body(bench)
        } catch {
            await bench.stop()
            throw error
        }
        await bench.stop()
    }

    private init(_ files: [String]) async throws {
        let issuer = try await FakeIssuer(keySet: TokenForge().keySet)
        self.issuer = issuer
        let fetcher = fetcher
        let added = files.enumerated().map { index, text in
            DescriptorFile(
                name: "\(index).yaml", bytes: Array(text.replacing("{issuer}", with: issuer.url).utf8))
        }
        let fetch: Fetch = { request throws(FetchError) in try await fetcher.fetch(request) }
        providers = ProviderCatalog(
            try DescriptorCatalog(embedded: DescriptorFile.builtIn, added: added),
            in: AdapterEnvironment(fetch: fetch, verifier: IDTokenVerifier(), keySets: KeySetCache(fetch: fetch)))
    }

    private func stop() async {
        await fetcher.shutdown()
        await issuer.stop()
    }

    /// What comes of presenting a token with these claims under a key.
    func outcome(
        of claims: RawObject, under key: ProviderName, for app: ClientRegistration
    ) async throws -> Result<VerifiedLogin, LoginError> {
        await outcome(of: try forge.token(claims), under: key, for: app)
    }

    func outcome(
        of token: Secret<String>, under key: ProviderName, for app: ClientRegistration
    ) async -> Result<VerifiedLogin, LoginError> {
        let provider = providers.provider(for: key, registration: app)
        do throws(LoginError) {
            return .success(try await provider.verify(Login(provider: key, token: token), for: app, at: Self.now))
        } catch {
            return .failure(error)
        }
    }
}

extension Result {
    var error: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}
