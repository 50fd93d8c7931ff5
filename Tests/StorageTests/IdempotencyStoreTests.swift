import IdentityModel
import Postgres
import Testing

@testable import Storage

@Suite struct `Requests under an idempotency key` {
    private static let entry = IdempotencyStore.Entry(
        account: AccountID("111122223333")!, caller: "AIDAQAAAAAAABBBBBBBBB", key: "one",
        fingerprint: [UInt8](repeating: 1, count: 32))

    private func withStore(
        _ body: @Sendable (IdempotencyStore, PostgresClient) async throws -> Void
    ) async throws {
        try await MigratedDatabase.lend { database in
            let masterKey = try #require(MasterKey(Secret([UInt8](repeating: 1, count: 32))))
            try await body(IdempotencyStore(database.client, masterKey: masterKey), database.client)
        }
    }

    private func begin(_ store: IdempotencyStore) async throws -> IdempotencyStore.Attempt {
        let state = try await store.begin(Self.entry)
        guard case .begun(let attempt) = state else { throw Unexpected(state: state) }
        return attempt
    }

    private func answer(_ store: IdempotencyStore) async throws -> [UInt8]? {
        switch try await store.begin(Self.entry) {
        case .answered(let answer): answer
        case .underWay: nil
        case let state: throw Unexpected(state: state)
        }
    }

    private struct Unexpected: Error { let state: IdempotencyStore.State }

    private func age(_ client: PostgresClient) async throws {
        try await client.query(
            Statement("age", "UPDATE admin_requests SET begun_at = begun_at - interval '3 minutes'", repeatable: true))
    }

    @Test func `are done once, and answered again`() async throws {
        try await withStore { store, _ in
            let attempt = try await begin(store)
            #expect(try await answer(store) == nil)
            try await store.finish(Self.entry, attempt, with: [1, 2])
            #expect(try await answer(store) == [1, 2])
            // What is answered is not forgotten.
            try await store.abandon(Self.entry, attempt)
            #expect(try await answer(store) == [1, 2])
        }
    }

    @Test func `are begun anew when the first attempt changed nothing`() async throws {
        try await withStore { store, _ in
            try await store.abandon(Self.entry, try await begin(store))
            _ = try await begin(store)
        }
    }

    /// Whoever took so long that another attempt was let in must not write over it, nor make way for a third.
    @Test func `belong to the last attempt`() async throws {
        try await withStore { store, client in
            let first = try await begin(store)
            try await age(client)
            let second = try await begin(store)
            try await store.abandon(Self.entry, first)
            #expect(try await answer(store) == nil)
            try await store.finish(Self.entry, first, with: [1])
            #expect(try await answer(store) == nil)
            try await store.finish(Self.entry, second, with: [2])
            #expect(try await answer(store) == [2])
        }
    }
}
