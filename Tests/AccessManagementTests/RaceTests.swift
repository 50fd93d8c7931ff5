import AccessManagement
import IAMPolicy
import IdentityModel
import Storage
import Testing

/// Administrators, scripts and replicas act at the same time; what holds for one after the other holds then too.
@Suite struct `Administrators that act at once` {
    @Test func `make a name once`() async throws {
        try await LentAccount.lend { account in
            let users = await account.race(6) { index throws(AccessManagementError) in
                _ = try await account.users.create(index % 2 == 0 ? "anna" : "ANNA", path: "/", tags: [])
            }
            #expect(users.won == 1)
            #expect(
                users.refusals.allSatisfy { [.entityExists(.user("anna")), .entityExists(.user("ANNA"))].contains($0) })
            let policies = await account.race(6) { _ throws(AccessManagementError) in
                _ = try await account.policies.create(
                    "p", path: "/", document: .allowingNothingMuch, description: nil, tags: [])
            }
            #expect(policies.won == 1)
            #expect(policies.refusals == Array(repeating: .entityExists(.policyName("p")), count: 5))
            let providers = await account.race(6) { _ throws(AccessManagementError) in
                _ = try await account.administration.openIDProviders.create(
                    "https://idp.example", clientIDs: [], thumbprints: [], tags: [])
            }
            #expect(providers.won == 1)
        }
    }

    @Test func `give a user two keys`() async throws {
        try await LentAccount.lend { account in
            try await account.user("anna")
            let outcome = await account.race(6) { _ throws(AccessManagementError) in
                _ = try await account.keys.create(for: "anna")
            }
            #expect(outcome.won == 2)
            #expect(outcome.refusals == Array(repeating: .limitExceeded(.accessKeys, limit: 2), count: 4))
        }
    }

    @Test func `attach ten policies`() async throws {
        try await LentAccount.lend { account in
            try await account.role("r")
            var arns: [String] = []
            for index in 0..<14 { arns.append(try await account.policy("p\(index)")) }
            let all = arns
            let holder = account.holder(.role, "r")
            let outcome = await account.race(14) { index throws(AccessManagementError) in
                try await account.attachments.attach(all[index], to: holder)
            }
            #expect(outcome.won == 10)
            #expect(outcome.refusals == Array(repeating: .limitExceeded(.policiesOfRole, limit: 10), count: 4))
            let attached = try await account.attachments.policies(of: holder, pathPrefix: "/", PageRequest())
            #expect(attached.items.count == 10)
        }
    }

    @Test func `keep five versions of a policy`() async throws {
        try await LentAccount.lend { account in
            let arn = try await account.policy("p")
            let outcome = await account.race(8) { _ throws(AccessManagementError) in
                _ = try await account.policies.createVersion(
                    of: arn, document: .allowingNothingMuch, asDefault: true)
            }
            #expect(outcome.won == 4)
            let versions = try await account.policies.versions(of: arn, PageRequest())
            #expect(versions.items.map(\.number) == [5, 4, 3, 2, 1])
            #expect(versions.items.count(where: \.isDefault) == 1)
        }
    }

    @Test func `keep inline policies together within their size`() async throws {
        try await LentAccount.lend { account in
            try await account.user("anna")
            let holder = account.holder(.user, "anna")
            let document = String.allowingNothingMuch.replacing(
                "s3:GetObject", with: "s3:\(String(repeating: "x", count: 500))")
            let outcome = await account.race(6) { index throws(AccessManagementError) in
                try await account.administration.inlinePolicies.put("p\(index)", document, on: holder)
            }
            #expect(outcome.won == 3)
            #expect(outcome.refusals == Array(repeating: .malformedPolicy(.tooLarge(.inlineOfUser("anna"))), count: 3))
        }
    }

    @Test func `never leave an attachment to a policy that is gone`() async throws {
        try await LentAccount.lend { account in
            let holder = account.holder(.role, "r")
            try await account.role("r")
            for round in 0..<5 {
                let arn = try await account.policy("p\(round)")
                let outcome = await account.race(2) { index throws(AccessManagementError) in
                    if index == 0 {
                        try await account.attachments.attach(arn, to: holder)
                    } else {
                        try await account.policies.delete(arn)
                    }
                }
                #expect(outcome.won == 1)
                let isExpected =
                    outcome.refusals == [.deleteConflict(.policyIsAttached)]
                    || outcome.refusals == [.noSuchEntity(.attachablePolicy(arn: arn))]
                #expect(isExpected, "\(outcome.refusals)")
            }
        }
    }

    @Test func `never leave a boundary whose policy is gone`() async throws {
        try await LentAccount.lend { account in
            let holder = account.holder(.role, "r")
            try await account.role("r")
            for round in 0..<5 {
                let arn = try await account.policy("p\(round)")
                let outcome = await account.race(2) { index throws(AccessManagementError) in
                    if index == 0 {
                        try await account.administration.boundaries.put(arn, on: holder)
                    } else {
                        try await account.policies.delete(arn)
                    }
                }
                #expect(outcome.won == 1)
                let isExpected =
                    outcome.refusals == [.deleteConflict(.policyIsAttached)]
                    || outcome.refusals == [.noSuchEntity(.boundary(arn: arn))]
                #expect(isExpected, "\(outcome.refusals)")
            }
        }
    }

    @Test func `never leave a key to a user who is gone`() async throws {
        try await LentAccount.lend { account in
            for round in 0..<5 {
                let name = "u\(round)"
                try await account.user(name)
                let outcome = await account.race(2) { index throws(AccessManagementError) in
                    if index == 0 {
                        _ = try await account.keys.create(for: name)
                    } else {
                        try await account.users.delete(name)
                    }
                }
                #expect(outcome.won == 1)
                let isExpected =
                    outcome.refusals == [.deleteConflict(.hasAccessKeys)]
                    || outcome.refusals == [.noSuchEntity(.user(name))]
                #expect(isExpected, "\(outcome.refusals)")
            }
        }
    }

    @Test func `give fifty tags`() async throws {
        try await LentAccount.lend { account in
            try await account.role("r")
            let outcome = await account.race(6) { index throws(AccessManagementError) in
                let tags = (0..<10).map { Tag(key: "k\(index)-\($0)", value: "") }
                try await account.administration.tagging.add(tags, to: .role("r"))
            }
            #expect(outcome.won == 5)
            #expect(outcome.refusals == [.limitExceeded(.tagsOfRole, limit: 50)])
        }
    }
}
