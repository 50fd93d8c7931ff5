import AccessManagement
import Foundation
import IAMPolicy
import IdentityModel
import Storage
import Testing

@testable import STS

@Suite struct `What a session may do` {
    private func session(of role: RoleDetails, tags: [String: String] = [:]) -> RecognisedCaller {
        var session = SealedSession(
            kind: .assumedRole, account: role.account, principalID: role.id, principalPath: role.path,
            principalName: role.name, sessionName: "s", issuedAt: Date(), expiresAt: Date() + 3_600, id: UUID())
        session.principalTags = tags
        return RecognisedCaller(session, accessKeyID: AccessKeyID("ASIAQAAAAAAABBBBBBBB")!, region: "us-east-1")
    }

    private func permissions(of account: LentAccount) -> Permissions {
        Permissions(IdentityPolicyDirectory(IdentityPolicyStore(account.client)))
    }

    private static func allowingTeam(_ team: String) -> String {
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","#
            + #""Condition":{"StringEquals":{"aws:PrincipalTag/team":"\#(team)"}}}}"#
    }

    @Test func `comes from managed policies attached to its role, by their default version`() async throws {
        try await LentAccount.lend { account in
            let role = try await account.role("r")
            let arn = try await account.policy("p")
            let caller = session(of: role)
            await #expect(throws: STSError.self) {
                try await permissions(of: account).require("s3:GetObject", on: "arn:aws:s3:::b/k", by: caller)
            }
            try await account.attachments.attach(arn, to: account.holder(.role, "r"))
            try await permissions(of: account).require("s3:GetObject", on: "arn:aws:s3:::b/k", by: caller)

            let other = String.allowingNothingMuch.replacing("GetObject", with: "PutObject")
            _ = try await account.policies.createVersion(of: arn, document: other, asDefault: false)
            try await permissions(of: account).require("s3:GetObject", on: "arn:aws:s3:::b/k", by: caller)
            try await account.policies.setDefaultVersion("v2", of: arn)
            await #expect(throws: STSError.self) {
                try await permissions(of: account).require("s3:GetObject", on: "arn:aws:s3:::b/k", by: caller)
            }
        }
    }

    @Test func `depends on the tags of its role, and more on its own`() async throws {
        try await LentAccount.lend { account in
            let role = try await account.role("r")
            try await account.administration.tagging.add([Tag(key: "Team", value: "blue")], to: .role("r"))
            try await account.administration.inlinePolicies.put(
                "p", Self.allowingTeam("blue"), on: account.holder(.role, "r"))
            try await permissions(of: account).require("s3:Get", on: "arn:aws:s3:::b", by: session(of: role))
            await #expect(throws: STSError.self) {
                try await permissions(of: account).require(
                    "s3:Get", on: "arn:aws:s3:::b", by: session(of: role, tags: ["team": "red"]))
            }
        }
    }

    @Test func `is nothing once the role is gone`() async throws {
        try await LentAccount.lend { account in
            let role = try await account.role("r")
            let holder = account.holder(.role, "r")
            try await account.attachments.attach(BuiltInPolicy.administratorAccess.arn, to: holder)
            try await permissions(of: account).require("s3:Get", on: "arn:aws:s3:::b", by: session(of: role))
            try await account.attachments.detach(BuiltInPolicy.administratorAccess.arn, from: holder)
            try await account.roles.delete("r")
            try await account.role("r")
            try await account.attachments.attach(BuiltInPolicy.administratorAccess.arn, to: holder)
            await #expect(throws: STSError.self) {
                try await permissions(of: account).require("s3:Get", on: "arn:aws:s3:::b", by: session(of: role))
            }
        }
    }
}
