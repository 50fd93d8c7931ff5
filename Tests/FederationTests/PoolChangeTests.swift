import IdentityModel
import Testing

@testable import Federation

/// Changes of one pool that come at once and have nothing to do with each other.
@Suite(.timeLimit(.minutes(2))) struct `Changes of a pool at once` {
    private static let providers = ["plain.example", "other.example", "third.example", "fourth.example"]

    private static func lend(_ body: (Household, IdentityPool) async throws -> Void) async throws {
        try await Household.lend(
            { $0.socialProviders = providers.map { .init(name: ProviderName($0), appID: "app") } }, body)
    }

    @Test func `of the tags of several providers are all made`() async throws {
        try await Self.lend { house, pool in
            for round in 0..<8 {
                let map = PrincipalTagMap(usesDefaults: false, claims: ["round": "round\(round)"])
                try await withThrowingTaskGroup { group in
                    for provider in Self.providers {
                        group.addTask {
                            try await house.administration.setPrincipalTags(
                                of: "\(pool.id)", provider: provider, to: map, by: house.caller)
                        }
                    }
                    try await group.waitForAll()
                }
                let found = try await house.administration.describe("\(pool.id)", by: house.caller)
                #expect(found.principalTagMaps == Dictionary(uniqueKeysWithValues: Self.providers.map { ($0, map) }))
            }
        }
    }

    @Test func `do not keep roles from being set`() async throws {
        try await Self.lend { house, pool in
            for round in 0..<8 {
                let map = PrincipalTagMap(usesDefaults: false, claims: ["round": "round\(round)"])
                try await withThrowingTaskGroup { group in
                    for provider in Self.providers {
                        group.addTask {
                            try await house.administration.setPrincipalTags(
                                of: "\(pool.id)", provider: provider, to: map, by: house.caller)
                        }
                    }
                    group.addTask {
                        try await house.administration.setRoles(
                            of: "\(pool.id)", authenticated: nil, unauthenticated: nil, mappings: nil, by: house.caller)
                    }
                    try await group.waitForAll()
                }
            }
        }
    }
}
