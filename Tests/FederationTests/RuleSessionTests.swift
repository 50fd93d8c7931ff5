import Audit
import Foundation
import IAMPolicy
import IdentityModel
import RoleRules
import STS
import Storage
import Testing

@testable import Federation

extension RoleMapping {
    /// In our own form; matches everybody.
    static func everybody(_ role: String, _ more: String = "") -> RoleMapping {
        RoleMapping(
            .ownForm(
                OwnFormMapping(
                    #"{"type":"rules","otherwise":"deny","rules":[{"when":{"request":"time","after":"2000-01-01T00:00:00Z"},"role":"\#(role)"\#(more)}]}"#
                )), otherwise: .deny)
    }
}

@Suite struct `A rule of the session` {
    /// A role that takes tags, for sessions of at most an hour.
    private func addRole(_ house: Household, _ pool: IdentityPool) async throws -> String {
        var generator = SystemRandomNumberGenerator()
        let role = Role(
            account: Household.account, id: UniqueID(.role, account: Household.account, using: &generator),
            name: "tagged",
            trustPolicy: CognitoTrust(pool: "\(pool.id)", audience: .authenticated, admitsTags: true).text)
        try await RoleStore(house.client).save(role)
        return role.arn
    }

    /// The session of ada when her provider has that mapping.
    private func session(
        _ house: Household, _ pool: IdentityPool, _ mapping: RoleMapping
    ) async throws -> (session: SealedSession, lasts: TimeInterval) {
        let read = try #require(try await PoolStore(house.client).find(pool.id.uuid))
        var changed = read.pool
        changed.roleMappings = ["plain.example": mapping]
        changed.principalTagMaps = ["plain.example": PrincipalTagMap(usesDefaults: true)]
        try await PoolStore(house.client).save(changed)
        house.exchange.pools.forget(pool.id.uuid)
        let ada = try await house.identity(of: "ada", in: pool)
        let before = Date()
        let issued = try await house.exchange.credentials(identity: ada, logins: [.plain("ada")], customRoleARN: nil)
        let seal = SessionSeal(keyring: house.sealingKeys.keyring, deploymentID: Household.account.rawValue)
        let credentials = issued.credentials
        let opened = try seal.open(credentials.sessionToken, for: credentials.accessKeyID, at: Date())
        return (opened.session, credentials.expiration.timeIntervalSince(before))
    }

    @Test func `says how long it lasts`() async throws {
        try await Household.lend { house, pool in
            let role = try await addRole(house, pool)
            let short = try await session(house, pool, .everybody(role, #","sessionSeconds":900"#))
            #expect((890...900).contains(short.lasts))
        }
    }

    @Test func `lasts no longer than the role allows`() async throws {
        try await Household.lend { house, pool in
            let role = try await addRole(house, pool)
            let long = try await session(house, pool, .everybody(role, #","sessionSeconds":43200"#))
            #expect((3_590...3_600).contains(long.lasts))
        }
    }

    @Test func `gives tags that win over those of the pool, whatever their case`() async throws {
        try await Household.lend { house, pool in
            let role = try await addRole(house, pool)
            let plain = try await session(house, pool, .everybody(role))
            #expect(plain.session.principalTags == ["client": "app", "username": "ada"])
            let tagged = try await session(
                house, pool, .everybody(role, #","tags":{"Username":{"value":"somebody"},"tier":{"value":"gold"}}"#))
            #expect(tagged.session.principalTags == ["client": "app", "Username": "somebody", "tier": "gold"])
        }
    }

    @Test func `gives no tags to a role that takes none`() async throws {
        try await Household.lend { house, pool in
            let role = try #require(pool.authenticatedRoleARN)
            var changed = pool
            changed.roleMappings = ["plain.example": .everybody(role, #","tags":{"tier":{"value":"gold"}}"#)]
            try await PoolStore(house.client).save(changed)
            house.exchange.pools.forget(pool.id.uuid)
            let ada = try await house.identity(of: "ada", in: pool)
            await expect(
                .roleNotAssumable(
                    role: role,
                    .notAuthorized(action: "sts:AssumeRoleWithWebIdentity", why: .tagging(.notMentioned(layer: .trust)))
                )
            ) {
                try await house.exchange.credentials(identity: ada, logins: [.plain("ada")], customRoleARN: nil)
            }
        }
    }
}

@Suite struct `A version in the shadow` {
    @Test func `is asked, told apart, and never obeyed`() async throws {
        try await Household.lend { house, pool in
            let store = PoolStore(house.client)
            let guest = try #require(pool.unauthenticatedRoleARN)
            func selection(_ applicant: RoleApplicant) async throws -> RoleSelection {
                house.exchange.pools.forget(pool.id.uuid)
                let known = try #require(try await house.exchange.pools.pool(pool.id.uuid))
                return RoleSelection(for: applicant, in: known, requested: nil, RuleCircumstances(now: Date()))
            }
            #expect(try await selection(.guest).shadow == nil)

            var settings = pool.roleSettings(tests: RoleSettings.noTests)
            settings.unauthenticatedRoleARN = nil
            let draft = try await store.roleVersions.insertDraft(
                settings, in: pool.id.uuid, by: RoleChange(by: "test", .admin))
            #expect(draft == .kept(2))
            #expect(try await store.roleVersions.setShadow(2, of: pool.id.uuid) == .set)
            let chosen = try await selection(.guest)
            #expect(RoleOutcome(chosen.explanation.outcome) == .role(guest))
            #expect(chosen.version == 1)
            #expect(
                chosen.shadow == ShadowOutcome(version: 2, outcome: .refusal("no-role-for-guests"), agrees: false))

            var trial = DecisionDraft(.getCredentials, .unknown, at: Date())
            let ada = RuleLogin(
                try await house.exchange.verification.verify(
                    [.plain("ada")], for: KnownPool(try #require(try await store.find(pool.id.uuid))),
                    admitsBrokerTokens: false, at: Date(), &trial)[0], in: pool)
            let agreed = try await selection(.logins([ada]))
            #expect(agreed.shadow?.agrees == true)
            // A whole exchange gives what the version in force says.
            let identity = try await house.guest(of: pool)
            _ = try await house.exchange.credentials(identity: identity, logins: [], customRoleARN: nil)
        }
    }

    @Test func `that cannot be read harms nobody`() async throws {
        try await Household.lend { house, pool in
            let store = PoolStore(house.client)
            var settings = pool.roleSettings(tests: RoleSettings.noTests)
            settings.mappings = ["plain.example": RoleMapping(.ownForm(OwnFormMapping("{")), otherwise: .deny)]
            _ = try await store.roleVersions.insertDraft(
                settings, in: pool.id.uuid, by: RoleChange(by: "test", .admin))
            _ = try await store.roleVersions.setShadow(2, of: pool.id.uuid)
            house.exchange.pools.forget(pool.id.uuid)
            let ada = try await house.identity(of: "ada", in: pool)
            _ = try await house.exchange.credentials(identity: ada, logins: [.plain("ada")], customRoleARN: nil)
        }
    }
}
