import AccessManagement
import IdentityModel
import Testing

@Suite struct `STS back ends of an account` {
    private func backEnd(_ name: String, endpoint: String = "https://sts.example") -> STSBackEnd {
        STSBackEnd(account: LentAccount.id, name: name, kind: .ceph, endpoint: endpoint)
    }

    private static let role = "arn:aws:iam:::role/photos"

    @Test func `are put, listed and deleted`() async throws {
        try await LentAccount.lend { account in
            let backEnds = account.administration.backEnds
            for name in ["a", "b", "c"] { try await backEnds.put(backEnd(name)) }
            let first = try await backEnds.list(PageRequest(limit: 2))
            #expect(first.items.map(\.name) == ["a", "b"])
            let second = try await backEnds.list(PageRequest(marker: first.marker, limit: 2))
            #expect(second.items.map(\.name) == ["c"])
            #expect(second.marker == nil)
            try await backEnds.delete("b")
            await #expect(throws: AccessManagementError.noSuchEntity(.backEnd("b"))) { try await backEnds.delete("b") }
            await #expect(throws: AccessManagementError.noSuchEntity(.backEnd("b"))) { try await backEnds.find("b") }
        }
    }

    @Test func `are refused with every reason`() async throws {
        try await LentAccount.lend { account in
            var wrong = backEnd("a b", endpoint: "http://sts.example")
            wrong.timeoutSeconds = 0
            let unusable = wrong
            let refusal = await #expect(throws: AccessManagementError.self) {
                try await account.administration.backEnds.put(unusable)
            }
            guard case .invalidInput(let text)? = refusal else {
                Issue.record("\(String(describing: refusal))")
                return
            }
            for field in ["name", "endpoint", "timeoutSeconds"] { #expect(text.contains(field)) }
            let kept = try await account.administration.backEnds.list(PageRequest()).items
            #expect(kept.isEmpty)
        }
    }

    @Test func `take in roles, and stay until they have gone`() async throws {
        try await LentAccount.lend { account in
            let backEnds = account.administration.backEnds
            try await account.role("photos")
            try await backEnds.put(backEnd("a"))
            #expect(try await backEnds.route(of: "photos") == nil)
            try await backEnds.assign("photos", to: "a", as: Self.role)
            #expect(try await backEnds.route(of: "photos")?.backEnd == backEnd("a"))
            #expect(try await backEnds.roles(of: "a", PageRequest()).items.map(\.upstreamRoleARN) == [Self.role])
            await #expect(throws: AccessManagementError.deleteConflict(.backEndHasRoles)) {
                try await backEnds.delete("a")
            }
            try await backEnds.unassign("photos")
            #expect(try await backEnds.route(of: "photos") == nil)
            try await backEnds.delete("a")
        }
    }

    @Test func `take in no role that they could not be asked for`() async throws {
        try await LentAccount.lend { account in
            let backEnds = account.administration.backEnds
            try await account.role("photos")
            try await backEnds.put(backEnd("a"))
            await #expect(throws: AccessManagementError.noSuchEntity(.backEnd("gone"))) {
                try await backEnds.assign("photos", to: "gone", as: Self.role)
            }
            await #expect(throws: AccessManagementError.noSuchEntity(.role("gone"))) {
                try await backEnds.assign("gone", to: "a", as: Self.role)
            }
            await #expect(throws: AccessManagementError.invalidInput("The role at a needs the ARN of a role there.")) {
                try await backEnds.assign("photos", to: "a", as: nil)
            }
        }
    }
}
