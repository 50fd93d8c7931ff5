import Foundation
import IdentityModel
import OutboundHTTP
import Synchronization

/// The key set behind one URL.
final class RemoteKeySet: KeySource {
    private let document: RemoteDocument<JSONWebKeySet>
    /// Names of keys that the issuer was asked for and did not have, each until when it is not asked again. Kept as
    /// bytes, because equal texts need not be the same name.
    private let absent = Mutex(Generations<[UInt8], Date>(capacity: 1_024))

    /// Seconds.
    private static let absence: TimeInterval = 60
    private static let hardLifetime: TimeInterval = 86_400
    private static let bodyLimit = 262_144

    init(url: String, rules: FetchRules, environment: KeySourceEnvironment) {
        document = RemoteDocument(hardLifetime: Self.hardLifetime) { held in
            await Self.load(FetchRequest(url: url, limit: Self.bodyLimit, rules: rules), held, environment)
        }
    }

    func heldKeys(at now: Date) -> IssuerKeys? { document.held(at: now).map { IssuerKeys($0) } }

    func keys(at now: Date) async throws(LoginError) -> IssuerKeys { IssuerKeys(try await document.value(at: now)) }

    func keys(including kid: String, at now: Date) async throws(LoginError) -> IssuerKeys {
        let held = try await document.value(at: now)
        guard !held.contains(kid), !isKnownToBeAbsent(kid, at: now),
            let fetched = try await document.refetched(at: now)
        else { return IssuerKeys(held) }
        if !fetched.contains(kid) {
            absent.withLock { $0.insert(now + Self.absence, for: Array(kid.utf8)) }
        }
        return IssuerKeys(fetched)
    }

    private func isKnownToBeAbsent(_ kid: String, at now: Date) -> Bool {
        absent.withLock { $0.value(for: Array(kid.utf8)) }.map { now < $0 } ?? false
    }

    private static func load(
        _ request: FetchRequest, _ held: JSONWebKeySet?, _ environment: KeySourceEnvironment
    ) async -> Loaded<JSONWebKeySet> {
        let answer: FetchedDocument
        do throws(FetchError) { answer = try await environment.fetch(request) } catch { return .failed(error) }
        do throws(KeySetError) {
            return .fresh(try JSONWebKeySet(parsing: answer.body), dueIn: environment.dueIn(answer))
        } catch {
            guard case .privateKeyPublished(let thumbprints) = error else { return .failed(error.loginError) }
            // A set that was refused replaces nothing, but a key that it gives away stops counting at once.
            environment.report(.privateKeyPublished(url: request.url))
            return .failed(error.loginError, leaving: held?.without(thumbprints))
        }
    }
}
