import AccessManagement
import IAMPolicy
import IdentityModel
import Storage
import Testing

@testable import STS

@Suite struct `A trust policy that names somebody` {
    private static let anna = "arn:aws:iam::111122223333:user/staff/anna"

    /// Whether the role, as the STS knows it, admits the user.
    private func admits(_ user: User, role: String, in account: LentAccount) async throws -> Bool {
        let arn = RoleARN(account: LentAccount.id, name: role)
        let found = try #require(try await RoleDirectory(account.stores.roles).role(arn))
        return found.trust.evaluate(
            .assumeRole, by: .user(account: user.account, arn: user.arn, id: user.id.rawValue), in: RequestContext()
        ).isAllowed
    }

    @Test func `admits them, and nobody who takes over the name`() async throws {
        try await LentAccount.lend { account in
            let first = try await account.user("anna", path: "/staff/").user
            try await account.role("r", trust: .trusting(Self.anna))
            #expect(try await admits(first, role: "r", in: account))
            try await account.users.delete("anna")
            let second = try await account.user("anna", path: "/staff/").user
            #expect(second.arn == first.arn)
            #expect(try await admits(second, role: "r", in: account) == false)

            // Saved anew, it means the one who is there now.
            try await account.roles.setTrustPolicy(.trusting(Self.anna), of: "r")
            #expect(try await admits(second, role: "r", in: account))
        }
    }

    @Test func `follows them when they are renamed`() async throws {
        try await LentAccount.lend { account in
            try await account.user("anna", path: "/staff/")
            try await account.role("r", trust: .trusting(Self.anna))
            try await account.users.rename("anna", to: "beate", path: "/")
            let renamed = try await account.users.find("beate").user
            #expect(try await admits(renamed, role: "r", in: account))
        }
    }

    @Test(arguments: [
        "arn:aws:iam::111122223333:user/anna", "arn:aws:iam::111122223333:user/staff/Anna",
        "arn:aws:iam::111122223333:role/staff/anna", "arn:aws:iam::444455556666:user/staff/anna",
    ])
    func `is refused when they are not there`(_ arn: String) async throws {
        try await LentAccount.lend { account in
            try await account.user("anna", path: "/staff/")
            let refusal = AccessManagementError.malformedPolicy(.principalInvalid("\"AWS\":\"\(arn)\""))
            await #expect(throws: refusal) { try await account.role("r", trust: .trusting(arn)) }
            await #expect(throws: AccessManagementError.noSuchEntity(.role("r"))) {
                try await account.roles.find("r")
            }
            try await account.role("r")
            await #expect(throws: refusal) { try await account.roles.setTrustPolicy(.trusting(arn), of: "r") }
        }
    }
}
