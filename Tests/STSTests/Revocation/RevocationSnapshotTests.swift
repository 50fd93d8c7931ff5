import Foundation
import IdentityModel
import Testing

@testable import STS

@Suite struct `A revocation` {
    private static let pool = IdentityPoolID("eu-west-1:11111111-2222-3333-4444-555555555555")!
    private static let otherPool = IdentityPoolID("eu-west-1:99999999-2222-3333-4444-555555555555")!
    private static let identity = IdentityID("eu-west-1:66666666-7777-8888-9999-aaaaaaaaaaaa")!
    private static let heir = IdentityID("eu-west-1:77777777-7777-8888-9999-aaaaaaaaaaaa")!
    private static let role = UniqueID("AROAQAAAAAAABCDEFGHIJ")!
    private static let user = UniqueID("AIDAQAAAAAAABCDEFGHIJ")!
    private static let key = AccessKeyID("ASIAQAAAAAAABCDEFGHI")!
    private static let account = AccountID("000000000000")!
    private static let start = Date(timeIntervalSince1970: 1_700_000_000)

    /// A person's session, begun a minute after the start.
    private static let session = RevocableSession(
        account: account, issuedAt: start + 60, principalID: role, accessKeyID: key,
        identity: .init(id: identity, pool: pool), provider: "cognito-identity.amazonaws.com", subject: "\(identity)",
        methods: [
            "authenticated", "accounts.google.com", "accounts.google.com:app:42", "idp.example.com",
            "idp.example.com:https://app.example:8443:urn:person:7",
        ])

    private static func login(
        _ subject: String, at provider: ProviderName = "accounts.google.com", in pool: IdentityPoolID? = pool
    ) -> RevocationScope { .login(.init(pool: pool, provider: provider, subject: subject)) }

    @Test(arguments: [
        RevocationScope.account(account), .pool(pool), .identity(identity), .identity(heir), .role(role),
        .session(key), login("42"), login("urn:person:7", at: "idp.example.com"),
    ])
    func `ends what began before it, and nothing that began at its time or later`(scope: RevocationScope) {
        func end(_ cutoff: Date) -> RevocationScope.Kind? {
            RevocationSnapshot(version: 1, [scope: cutoff]).revocation(of: Self.session, heir: Self.heir)
        }
        #expect(end(Self.start + 61) == scope.kind)
        // A single session is ended whatever the clocks say.
        #expect(end(Self.start + 60) == (scope.kind == .session ? .session : nil))
        #expect(end(Self.start) == (scope.kind == .session ? .session : nil))
    }

    @Test(arguments: [
        RevocationScope.account(AccountID("111111111111")!), .pool(otherPool),
        .identity(IdentityID("eu-west-1:88888888-7777-8888-9999-aaaaaaaaaaaa")!),
        .role(UniqueID("AROAQAAAAAAAZZZZZZZZZ")!), .user(user), .session(AccessKeyID("ASIAQAAAAAAAZZZZZZZZ")!),
        login("2"), login("app"), login("42", at: "accounts.google"), login("42", in: otherPool), login("42", in: nil),
        login("42", at: "idp.example.com"), login("7x", at: "idp.example.com"),
    ])
    func `leaves others alone`(scope: RevocationScope) {
        let snapshot = RevocationSnapshot(version: 1, [scope: Self.start + 3_600])
        #expect(snapshot.revocation(of: Self.session, heir: Self.heir) == nil)
    }

    @Test func `of a user ends the user's sessions`() {
        let session = RevocableSession(account: Self.account, issuedAt: Self.start, principalID: Self.user)
        let snapshot = RevocationSnapshot(version: 1, [.user(Self.user): Self.start + 1])
        #expect(snapshot.revocation(of: session) == .user)
    }

    @Test func `of a login at an OpenID provider of the account ends the sessions of its tokens`() {
        let arn = "arn:aws:iam::000000000000:oidc-provider/idp.example.com"
        let session = RevocableSession(
            account: Self.account, issuedAt: Self.start, principalID: Self.role, provider: arn, subject: "42")
        func end(_ subject: String, in pool: IdentityPoolID?) -> RevocationScope.Kind? {
            let scope = Self.login(subject, at: ProviderName(arn), in: pool)
            return RevocationSnapshot(version: 1, [scope: Self.start + 1]).revocation(of: session)
        }
        #expect(end("42", in: nil) == .login)
        #expect(end("43", in: nil) == nil)
        #expect(end("42", in: Self.pool) == nil)
    }

    @Test(arguments: [
        RevocationScope.account(account), .pool(pool), .identity(identity), .role(role), .user(user), .session(key),
        login("a subject: with anything"), login("42", at: "arn:aws:iam::000000000000:oidc-provider/x", in: nil),
    ])
    func `is kept as a text that says the same`(scope: RevocationScope) {
        #expect(RevocationScope(scope.kind, target: scope.target) == scope)
    }

    @Test(arguments: [
        (RevocationScope.Kind.account, "1"), (.pool, "x"), (.identity, "eu-west-1"), (.role, "AIDAQAAAAAAABCDEFGHIJ"),
        (.user, "AROAQAAAAAAABCDEFGHIJ"), (.session, "AKIAQAAAAAAABCDEFGHI"), (.login, "- accounts.google.com"),
        (.login, "- accounts.google.com "), (.login, "nopool accounts.google.com 42"), (.login, "-  42"),
    ])
    func `is none for a text that names nothing`(kind: RevocationScope.Kind, target: String) {
        #expect(RevocationScope(kind, target: target) == nil)
    }
}
