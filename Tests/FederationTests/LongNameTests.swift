import IdentityModel
import Storage
import Testing

@testable import Federation

/// Names that have few characters and many bytes, of which PostgreSQL takes no more than 2,704 into an index.
@Suite struct `A name of many bytes` {
    /// What compresses would be kept, so the characters are drawn.
    private static func name(bytes: Int) -> String {
        let ideographs = (0..<bytes / 3).map { _ in
            Character(Unicode.Scalar(UInt32.random(in: 0x4E00...0x9FA5)) ?? "\u{4E00}")
        }
        return String(ideographs) + String(repeating: "a", count: bytes % 3)
    }

    @Test func `is kept as that of a developer's user as long as it fits`() async throws {
        try await Household.lendWithDeveloper { house, pool in
            let longest = Self.name(bytes: 2_048)
            let identity = try await house.token(for: longest, in: pool).identity
            #expect(try await house.token(for: longest, in: pool).identity == identity)
            await expect(.invalid(.developerUserTooLarge(limit: 2_048))) {
                try await house.token(for: Self.name(bytes: 3_072), in: pool)
            }
            await expect(.invalid(.developerUserTooLarge(limit: 2_048))) {
                try await house.token(for: longest + "a", in: pool)
            }
        }
    }

    @Test func `is kept as that of a person as long as it fits`() async throws {
        try await Household.lend { house, pool in
            let longest = Self.name(bytes: 2_048)
            let identity = try await house.identity(of: longest, in: pool)
            #expect(try await house.identity(of: longest, in: pool) == identity)
            await expect(.loginRefused("plain.example", .claimInvalid("sub"))) {
                try await house.identity(of: Self.name(bytes: 3_072), in: pool)
            }
        }
    }

    @Test func `is no ARN of a provider`() async throws {
        try await Household.lend { house, _ in
            let account = Household.account
            var settings = PoolSettings(name: "pool", allowsGuests: true)
            settings.openIDProviderARNs = ["arn:aws:iam::\(account):oidc-provider/\(Self.name(bytes: 6_000))"]
            await expect(.invalid(.providerARN(account))) {
                try await house.administration.create(settings, tags: [:], by: house.caller)
            }
            settings.openIDProviderARNs = []
            settings.samlProviderARNs = ["arn:aws:iam::\(account):saml-provider/\(Self.name(bytes: 6_000))"]
            await expect(.invalid(.providerARN(account))) {
                try await house.administration.create(settings, tags: [:], by: house.caller)
            }
            let path = String((0..<2_000).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "a" })
            settings.samlProviderARNs = ["arn:aws:iam::\(account):saml-provider/\(path)"]
            _ = try await house.administration.create(settings, tags: [:], by: house.caller)
        }
    }
}
