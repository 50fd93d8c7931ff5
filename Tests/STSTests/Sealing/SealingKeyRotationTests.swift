import Foundation
import IdentityModel
import Logging
import Postgres
import Storage
import Synchronization
import TestSupport
import Testing

@testable import STS

/// Two replicas that keep the root keys of one deployment, under a clock that tests move.
private final class KeyHouse: Sendable {
    let store: SealingKeyStore
    let rotation: SealingKeyRotation
    let first: SealingKeys
    let second: SealingKeys
    private let time: Clock

    final class Clock: Sendable {
        private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
        var now: Date { time.withLock { $0 } }
        func pass(_ seconds: Double) { time.withLock { $0 += seconds } }
    }

    init(_ client: PostgresClient) throws {
        let masterKey = try #require(MasterKey(Secret([UInt8](repeating: 7, count: 32))))
        let clock = Clock()
        time = clock
        store = SealingKeyStore(client, masterKey: masterKey)
        rotation = SealingKeyRotation(store, now: { clock.now })
        first = SealingKeys(store, now: { clock.now })
        second = SealingKeys(store, now: { clock.now })
    }

    static func lend(_ body: (KeyHouse) async throws -> Void) async throws {
        try await LentDatabase.lend(from: .migrated) { uri in
            let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .silent)
            do {
                let house = try KeyHouse(client)
                try await house.first.refresh()
                try await body(house)
                await client.close()
            } catch {
                await client.close()
                throw error
            }
        }
    }

    func pass(_ seconds: Double) async throws {
        time.pass(seconds)
        try await first.refresh()
        try await second.refresh()
    }

    /// A session of 36 hours, the longest there is.
    func seal(with keys: SealingKeys) throws -> Secret<String> {
        var generator = SystemRandomNumberGenerator()
        let bare = try SampleSeal.bareSession()
        let session = SealedSession(
            kind: .user, account: bare.account, principalID: bare.principalID, principalPath: "/",
            principalName: "admin", sessionName: "", issuedAt: time.now, expiresAt: time.now + 129_600, id: bare.id)
        return try SessionSeal(keyring: keys.keyring, deploymentID: "house")
            .seal(session, for: SampleSeal.accessKeyID(), at: time.now, using: &generator).token
    }

    func open(_ token: Secret<String>, with keys: SealingKeys) throws {
        _ = try SessionSeal(keyring: keys.keyring, deploymentID: "house")
            .open(token, for: SampleSeal.accessKeyID(), at: time.now)
    }

    /// The id of the key that sealed a token, which stands behind its first two bytes.
    func key(of token: Secret<String>) throws -> String {
        let bytes = try #require(Base64.decodeURLSafe(token.reveal()))
        return bytes[2..<10].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

@Suite struct `Rotating the root keys` {
    @Test func `hands over after a minute and ends no session before its time`() async throws {
        try await KeyHouse.lend { house in
            try await house.second.refresh()
            let before = try house.seal(with: house.first)
            let new = try await house.rotation.rotate()
            try await house.pass(59)
            let last = try house.seal(with: house.first)
            #expect(try house.key(of: last) == house.key(of: before))
            #expect(try await house.rotation.list().map { $0.role(at: new.notBefore - 1) } == ["seals", "waits"])
            try await house.pass(1)
            #expect(try house.key(of: house.seal(with: house.second)) == new.id)
            #expect(try await house.rotation.list().map { $0.role(at: new.notBefore) } == ["opens", "seals"])
            // To the last second of the longest session that the old key sealed, on every replica.
            try await house.pass(129_597)
            for keys in [house.first, house.second] { try house.open(last, with: keys) }
            try await house.pass(903)
            #expect(try await house.rotation.list().map(\.id) == [new.id])
            #expect(throws: SealError.self) { try house.open(last, with: house.first) }
        }
    }

    @Test func `is not undone by the renewal that comes by itself`() async throws {
        try await KeyHouse.lend { house in
            let new = try await house.rotation.rotate()
            for _ in 0..<30 {
                try await house.pass(86_400)
                #expect(house.first.problem == nil)
            }
            // A month on the next one stands ready, and begins when this one ends.
            let keys = try await house.rotation.list()
            #expect(keys.count == 2 && keys.first?.id == new.id)
            #expect(keys.last?.notBefore == new.sealUntil)
        }
    }

    @Test func `by dropping a key ends what it sealed, and leaves one that seals`() async throws {
        try await KeyHouse.lend { house in
            let token = try house.seal(with: house.first)
            let old = try house.key(of: token)
            #expect(try await house.rotation.drop("0000000000000000") == false)
            #expect(try await house.rotation.drop(old.uppercased()))
            #expect(try await house.rotation.drop(old) == false)
            try await house.pass(0)
            for keys in [house.first, house.second] {
                #expect(keys.problem == nil)
                #expect(throws: SealError.self) { try house.open(token, with: keys) }
                try house.open(house.seal(with: keys), with: keys)
            }
        }
    }
}
