import IdentityModel
import Testing

@testable import RoleRules

@Suite struct `Without a mapping,` {
    private static let mapped = RoleChooser.sample([
        RuleLogin.userPoolKey: RoleMapping(.rules([]), otherwise: .deny),
        "accounts.google.com": RoleMapping(.rules([RoleRule("sub", .equals, "1", gives: role("x"))]), otherwise: .deny),
    ])

    @Test(arguments: [RoleApplicant.guest, .logins([])])
    func `a guest gets the role for guests`(_ guest: RoleApplicant) throws {
        let choice = try Self.mapped.choose(for: guest, requested: nil, in: .sample)
        #expect(choice == RoleChoice(role("unauthenticated"), because: .defaultForGuests))
    }

    @Test func `a guest may ask for that role and no other`() throws {
        let chooser = Self.mapped
        #expect(
            try chooser.choose(for: .guest, requested: role("unauthenticated"), in: .sample).roleARN
                == role("unauthenticated"))
        for other in [role("authenticated"), role("x"), ""] {
            let refused = refusal { () throws(RoleRefusal) in
                try chooser.choose(for: .guest, requested: other, in: .sample)
            }
            #expect(refused == .notEntitled(roleARN: other, .guest))
        }
    }

    @Test func `a person gets the role for authenticated identities`() throws {
        let choice = RoleChoice(role("authenticated"), because: .defaultForAuthenticated)
        #expect(try RoleChooser.sample().choose(.userPool(), .social()) == choice)
        // Mappings of other providers are no mapping for this one.
        #expect(try Self.mapped.choose(.openID()) == choice)
        #expect(try Self.mapped.choose(.social("{}", "graph.facebook.com")) == choice)
    }

    @Test func `a person may ask for that role and no other`() throws {
        let login = try RuleLogin.openID()
        #expect(try Self.mapped.choose(login, requested: role("authenticated")).roleARN == role("authenticated"))
        for other in [role("unauthenticated"), role("x")] {
            let refused = refusal { () throws(RoleRefusal) in try Self.mapped.choose(login, requested: other) }
            #expect(refused == .notEntitled(roleARN: other, .authenticated))
        }
    }

    @Test func `a user of the developer provider gets that role, whatever mappings there are`() throws {
        let choice = RoleChoice(role("authenticated"), because: .developerProvider)
        #expect(try Self.mapped.choose(.developer()) == choice)
        #expect(try Self.mapped.choose(.userPool(), .developer()) == choice)
        let login = try RuleLogin.developer()
        #expect(try Self.mapped.choose(login, requested: role("authenticated")).roleARN == role("authenticated"))
        #expect(
            refusal { () throws(RoleRefusal) in try Self.mapped.choose(login, requested: role("x")) }
                == .notEntitled(roleARN: role("x"), .developer))
    }

    @Test func `a pool without the role has none to give`() throws {
        let chooser = RoleChooser(
            authenticatedRoleARN: nil, unauthenticatedRoleARN: nil, mappings: [String: RoleMapping]())
        let (person, developer) = (try RuleLogin.social(), try RuleLogin.developer())
        for requested in [nil, role("x")] {
            #expect(
                refusal { () throws(RoleRefusal) in
                    try chooser.choose(for: .guest, requested: requested, in: .sample)
                } == .noRole(guest: true))
            for login in [person, developer] {
                #expect(
                    refusal { () throws(RoleRefusal) in try chooser.choose(login, requested: requested) }
                        == .noRole(guest: false))
            }
        }
    }
}
