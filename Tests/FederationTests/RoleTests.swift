import Foundation
import IAMPolicy
import IdentityModel
import STS
import Storage
import Testing

@testable import Federation

@Suite struct `The role of an exchange` {
    @Test func `is missing when the pool names none`() async throws {
        try await Household.lend { pool in
            pool.unauthenticatedRoleARN = nil
        } _: { house, pool in
            let guest = try await house.guest(of: pool)
            await expect(.roleMissing(guest: true)) {
                try await house.exchange.credentials(identity: guest, logins: [], customRoleARN: nil)
            }
            // What the login links stays linked, whatever becomes of the role.
            _ = try await house.exchange.credentials(identity: guest, logins: [.plain("ada")], customRoleARN: nil)
        }
    }

    @Test func `may be asked for by name, and no other`() async throws {
        try await Household.lend { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            _ = try await house.exchange.credentials(
                identity: ada, logins: [.plain("ada")], customRoleARN: pool.authenticatedRoleARN)
            let other = try #require(pool.unauthenticatedRoleARN)
            await expect(.roleForbidden(other)) {
                try await house.exchange.credentials(identity: ada, logins: [.plain("ada")], customRoleARN: other)
            }
        }
    }

    @Test func `is refused to a guest by a role for people`() async throws {
        try await Household.lend { pool in
            pool.unauthenticatedRoleARN = pool.authenticatedRoleARN
        } _: { house, pool in
            let guest = try await house.guest(of: pool)
            await expect(notTrusted(pool.authenticatedRoleARN)) {
                try await house.exchange.credentials(identity: guest, logins: [], customRoleARN: nil)
            }
        }
    }

    @Test func `is refused to the people of another pool`() async throws {
        try await Household.lend { house, pool in
            let stranger = try await house.addPool { $0.authenticatedRoleARN = pool.authenticatedRoleARN }
            let ada = try await house.identity(of: "ada", in: stranger)
            await expect(notTrusted(pool.authenticatedRoleARN)) {
                try await house.exchange.credentials(identity: ada, logins: [.plain("ada")], customRoleARN: nil)
            }
        }
    }

    /// Nothing of ours saves such a role; whoever writes into the database by hand may.
    @Test func `is refused when it would admit every pool`() async throws {
        try await Household.lend { house, pool in
            var generator = SystemRandomNumberGenerator()
            let open = Role(
                account: Household.account, id: UniqueID(.role, account: Household.account, using: &generator),
                name: "open",
                trustPolicy: """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",\
                    "Principal":{"Federated":"cognito-identity.amazonaws.com"}}]}
                    """)
            try await RoleStore(house.client).save(open)
            let careless = try await house.addPool { $0.authenticatedRoleARN = open.arn }
            let ada = try await house.identity(of: "ada", in: careless)
            await expect(notTrusted(open.arn)) {
                try await house.exchange.credentials(identity: ada, logins: [.plain("ada")], customRoleARN: nil)
            }
        }
    }

    @Test func `is refused when it does not exist`() async throws {
        try await Household.lend { pool in
            pool.authenticatedRoleARN = "arn:aws:iam::111122223333:role/gone"
        } _: { house, pool in
            let ada = try await house.identity(of: "ada", in: pool)
            await expect(
                .roleNotAssumable(
                    role: "arn:aws:iam::111122223333:role/gone",
                    .notAuthorized(action: "sts:AssumeRoleWithWebIdentity", why: .roleNotFound))
            ) {
                try await house.exchange.credentials(identity: ada, logins: [.plain("ada")], customRoleARN: nil)
            }
        }
    }

    private func notTrusted(_ role: String?) -> FederationError {
        .roleNotAssumable(
            role: role ?? "",
            .notAuthorized(action: "sts:AssumeRoleWithWebIdentity", why: .trustPolicy(.notMentioned(layer: .trust))))
    }
}
