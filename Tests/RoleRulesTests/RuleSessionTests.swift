import IdentityModel
import Testing

@testable import RoleRules

@Suite struct `A rule's session` {
    private static func chooser(_ session: String) throws -> RoleChooser {
        let rule = #"{"name": "n", "when": {"claim": "c", "equals": "a"}, "role": "\#(role("x"))", \#(session)}"#
        let document = try MappingDocument(
            parsing: #"{"type": "rules", "otherwise": "authenticatedRole", "rules": [\#(rule)]}"#)
        return RoleChooser(
            authenticatedRoleARN: RoleChooser.authenticated, unauthenticatedRoleARN: nil,
            documents: [RuleLogin.userPoolKey: document])
    }

    @Test func `goes with its role`() throws {
        let chooser = try Self.chooser(
            #""sessionSeconds": 900, "tags": {"fixed": {"value": "v"}, "c": {"claim": "c"}, "deep": {"path": "/a/b/0"}}"#
        )
        let choice = try chooser.choose(.userPool(#"{"c": "a", "a": {"b": [true]}}"#))
        #expect(choice.sessionSeconds == 900)
        #expect(choice.tags.values == ["fixed": "v", "c": "a", "deep": "true"])
        #expect(choice.reason == .rule(mapping: RuleLogin.userPoolKey, index: 0, name: "n", isRequested: false))
        let requested = try chooser.choose(.userPool(#"{"c": "a"}"#), requested: role("x"))
        #expect(requested.sessionSeconds == 900)
        let other = try chooser.choose(.userPool())
        #expect(other.sessionSeconds == nil)
        #expect(other.tags == .none)
    }

    @Test(arguments: ["{}", #"{"t": null}"#, #"{"t": {}}"#, #"{"t": []}"#, #"{"t": ["a", "b"]}"#, #"{"t": [{}]}"#])
    func `has no tag of a claim that is not one value`(_ claims: String) throws {
        let chooser = try Self.chooser(#""tags": {"t": {"claim": "t"}}"#)
        let claims = claims == "{}" ? #"{"c": "a"}"# : #"{"c": "a", "# + claims.dropFirst()
        #expect(try chooser.choose(.userPool(claims)).tags == .none)
    }

    @Test func `takes the only element of a list`() throws {
        let chooser = try Self.chooser(#""tags": {"t": {"path": "/l/*/n"}, "u": {"claim": "u"}}"#)
        let choice = try chooser.choose(.userPool(#"{"c": "a", "l": [{"n": 1}, {}], "u": ["only"]}"#))
        #expect(choice.tags.values == ["t": "1", "u": "only"])
    }

    @Test func `is refused with tags that no session may bear`() throws {
        let chooser = try Self.chooser(#""tags": {"t": {"claim": "t"}}"#)
        let login = try RuleLogin.userPool(#"{"c": "a", "t": "x|y"}"#)
        #expect(
            refusal { () throws(RoleRefusal) in try chooser.choose(login) }
                == .tagsNotAllowed(mapping: RuleLogin.userPoolKey, index: 0, .valueNotAllowed(key: "t")))
    }
}
