import IdentityModel
import OutboundHTTP

import struct Foundation.Date
import typealias Foundation.TimeInterval

/// The keys of an issuer that says in its discovery document where they are.
///
/// The document can only narrow what the policy allows: it settles which of two spellings of the issuer counts, and
/// which algorithms are in use.
struct DiscoveredKeySource: KeySource {
    /// A discovery document with the key set to which it points.
    private struct Issuer: Sendable {
        let document: DiscoveryDocument
        let keySet: RemoteKeySet

        func vouch(for keys: IssuerKeys) -> IssuerKeys {
            IssuerKeys(keys.keySet, issuer: document.issuer, algorithms: document.algorithms)
        }
    }

    private let issuer: RemoteDocument<Issuer>

    private static let lifetime: TimeInterval = 86_400
    private static let hardLifetime: TimeInterval = 7 * 86_400
    private static let bodyLimit = 65_536

    /// - Parameters:
    ///   - url: where the document is.
    ///   - keySets: where the key set is found, shared with whoever else uses it.
    init(
        issuer: String, url: String, rules: FetchRules, environment: KeySourceEnvironment, keySets: RemoteKeySets
    ) {
        let request = FetchRequest(url: url, limit: Self.bodyLimit, rules: rules)
        self.issuer = RemoteDocument(hardLifetime: Self.hardLifetime) { held in
            let answer: FetchedDocument
            do throws(FetchError) { answer = try await environment.fetch(request) } catch { return .failed(error) }
            do throws(KeySetError) {
                let document = try DiscoveryDocument(parsing: answer.body, registeredAs: issuer)
                try Self.compare(document, with: held?.document, from: url, environment)
                return .fresh(
                    Issuer(document: document, keySet: keySets.keySet(at: document.keySetURL, rules: rules)),
                    dueIn: Self.lifetime * environment.refreshShare())
            } catch {
                if error == .foreignIssuer { environment.report(.foreignIssuer(url: url)) }
                return .failed(error.loginError)
            }
        }
    }

    func heldKeys(at now: Date) -> IssuerKeys? {
        guard let issuer = issuer.held(at: now) else { return nil }
        return issuer.keySet.heldKeys(at: now).map(issuer.vouch)
    }

    func keys(at now: Date) async throws(LoginError) -> IssuerKeys {
        let issuer = try await issuer.value(at: now)
        return issuer.vouch(for: try await issuer.keySet.keys(at: now))
    }

    func keys(including kid: String, at now: Date) async throws(LoginError) -> IssuerKeys {
        let issuer = try await issuer.value(at: now)
        return issuer.vouch(for: try await issuer.keySet.keys(including: kid, at: now))
    }

    /// An issuer that changes its spelling is not believed; one that moves its keys is, and somebody is told.
    private static func compare(
        _ document: DiscoveryDocument, with held: DiscoveryDocument?, from url: String,
        _ environment: KeySourceEnvironment
    ) throws(KeySetError) {
        guard let held else { return }
        guard document.issuer.isSameBytes(as: held.issuer) else { throw .foreignIssuer }
        if host(of: document.keySetURL) != host(of: held.keySetURL) { environment.report(.keySetMoved(url: url)) }
    }

    /// The part of a URL between its scheme and its path.
    private static func host(of url: String) -> Substring? {
        url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true).dropFirst().first
    }
}
