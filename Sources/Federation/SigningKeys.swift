import IdentityModel
import Storage
import StrictJSON
import Synchronization
import WebTokens

import struct Foundation.Date

/// The keys that sign our OpenID tokens: read at start, made when there is none for the configured algorithm.
///
/// All of them are published; the youngest of the configured algorithm signs.
package final class SigningKeys: Sendable {
    private let store: SigningKeyStore
    private let algorithm: SigningKey.Algorithm
    private let region: String
    private let commonName: String
    private let now: @Sendable () -> Date
    private let current = Mutex<Ring?>(nil)

    /// What the keys are good for at one moment. Made anew when they change, never altered.
    struct Ring: Sendable {
        let minter: TokenMinter
        let published: PublishedKeySet
        let verification: JSONWebKeySet
        let ids: [String]
    }

    /// - Parameters:
    ///   - region: begins the `kid`, as AWS has it.
    ///   - commonName: the issuer's host, for the certificates.
    package init(
        _ store: SigningKeyStore, algorithm: SigningKey.Algorithm, region: String, commonName: String,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.algorithm = algorithm
        self.region = region
        self.commonName = commonName
        self.now = now
    }

    var ring: Ring? { current.withLock { $0 } }

    /// Nil when tokens can be signed; else what is wrong.
    package var problem: String? { ring == nil ? "no key to sign OpenID tokens with" : nil }

    /// The key set document, empty before the keys have been read.
    package var publishedKeySet: [UInt8] { ring?.published.bytes ?? Array(#"{"keys":[]}"#.utf8) }

    /// Reads the keys, and makes the first one of the configured algorithm.
    package func refresh() async throws(FederationError) {
        do throws(StorageError) {
            var records = try await store.list()
            if !records.contains(where: { $0.algorithm == algorithm.rawValue && $0.retiredAt == nil }) {
                // Whoever loses the race for the number finds the winner's key in the list.
                _ = try await store.insert(try makeRecord(number: (records.last?.number ?? 0) + 1))
                records = try await store.list()
            }
            guard records.map(\.kid) != ring?.ids else { return }
            let ring = try Self.ring(of: records, signingWith: algorithm)
            current.withLock { $0 = ring }
        } catch {
            throw FederationError(error)
        }
    }

    private func makeRecord(number: Int) throws(StorageError) -> SigningKeyStore.Record {
        do throws(SigningKeyError) {
            let key = try SigningKey.generate(
                id: "\(region)\(number)", algorithm: algorithm, commonName: commonName, at: now())
            return SigningKeyStore.Record(
                number: number, kid: key.id, algorithm: algorithm.rawValue, privateKey: key.privateKeyDER,
                certificate: key.certificate, createdAt: key.createdAt)
        } catch {
            throw .malformedRow("a signing key could not be made: \(error)")
        }
    }

    private static func ring(
        of records: [SigningKeyStore.Record], signingWith algorithm: SigningKey.Algorithm
    ) throws(StorageError) -> Ring {
        do {
            let keys = try records.map { record in
                guard let algorithm = SigningKey.Algorithm(rawValue: record.algorithm) else {
                    throw SigningKeyError.malformed
                }
                return try SigningKey(
                    id: record.kid, algorithm: algorithm, privateKey: record.privateKey,
                    certificate: record.certificate, createdAt: record.createdAt)
            }
            guard
                let signer = zip(keys, records).reversed()
                    .first(where: { $0.algorithm == algorithm && $1.retiredAt == nil })?.0
            else { throw SigningKeyError.unusable }
            let published = try PublishedKeySet(keys)
            return Ring(
                minter: TokenMinter(key: signer, type: "JWS"), published: published,
                verification: try JSONWebKeySet(parsing: published.bytes), ids: records.map(\.kid))
        } catch {
            throw .malformedRow("signing keys: \(error)")
        }
    }
}

/// Our own keys as the verifier wants them: always at hand, renewed with the ring.
package struct OwnKeySource: KeySource {
    private let keys: SigningKeys

    package init(_ keys: SigningKeys) {
        self.keys = keys
    }

    package func heldKeys(at now: Date) -> IssuerKeys? { keys.ring.map { IssuerKeys($0.verification) } }

    package func keys(at now: Date) async throws(LoginError) -> IssuerKeys {
        guard let held = heldKeys(at: now) else { throw .providerUnavailable }
        return held
    }

    /// A key that another replica made may be missing here for one period of refreshing.
    package func keys(including kid: String, at now: Date) async throws(LoginError) -> IssuerKeys {
        try? await keys.refresh()
        return try await keys(at: now)
    }
}
