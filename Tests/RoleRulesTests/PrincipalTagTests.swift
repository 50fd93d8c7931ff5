import IdentityModel
import StrictJSON
import Testing

@testable import RoleRules

@Suite struct `Principal tags` {
    private static func resolve(_ claims: [String: String], _ json: String) throws -> [String: String] {
        let map = PrincipalTagMap(usesDefaults: false, claims: claims)
        return try PrincipalTags.resolve(map, for: .openID(json)).values
    }

    private static func problem(_ values: [String: String]) -> PrincipalTagProblem? {
        do throws(PrincipalTagProblem) {
            _ = try PrincipalTags(values)
            return nil
        } catch {
            return error
        }
    }

    @Test func `are the claims that the map names`() throws {
        #expect(
            try Self.resolve(
                ["department": "dept", "level": "lvl", "staff": "isStaff", "empty": "e"],
                #"{"dept": "engineering", "lvl": 7.50, "isStaff": true, "e": "", "other": "x"}"#)
                == ["department": "engineering", "level": "7.50", "staff": "true", "empty": ""])
    }

    @Test(arguments: [
        "{}", #"{"dept": null}"#, #"{"dept": {"a": "b"}}"#, #"{"dept": []}"#, #"{"dept": ["a", "b"]}"#,
        #"{"dept": [["a"]]}"#, #"{"dept": [null]}"#, #"{"DEPT": "a"}"#,
    ])
    func `leave out a claim that is not one value:`(_ claims: String) throws {
        #expect(try Self.resolve(["department": "dept"], claims) == [:])
    }

    @Test func `take the only element of a list`() throws {
        #expect(try Self.resolve(["department": "dept"], #"{"dept": ["a"]}"#) == ["department": "a"])
        #expect(try Self.resolve(["department": "dept"], #"{"dept": [7]}"#) == ["department": "7"])
    }

    @Test func `are by default the client and the user`() throws {
        let map = PrincipalTagMap(usesDefaults: true, claims: ["department": "dept"])
        let dept = #"{"dept": "x"}"#
        #expect(
            try PrincipalTags.resolve(map, for: .userPool(dept)).values == ["client": "app1", "username": "ada"])
        #expect(try PrincipalTags.resolve(map, for: .openID(dept)).values == ["client": "app2", "username": "ada"])
        #expect(try PrincipalTags.resolve(map, for: .social(dept)).values == ["client": "app3", "username": "ada"])
        #expect(try PrincipalTags.resolve(map, for: .developer()).values == [:])
    }

    @Test func `are by default the identifier and the name in a SAML assertion`() throws {
        let map = PrincipalTagMap(usesDefaults: true)
        let claims = """
            {"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier": "n1",
             "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name": ["Ada"]}
            """
        #expect(try PrincipalTags.resolve(map, for: .saml(claims)).values == ["client": "n1", "username": "Ada"])
        #expect(try PrincipalTags.resolve(map, for: .saml()).values == [:])
    }

    @Test func `come from the first login that has a map`() throws {
        let maps = [
            "accounts.google.com": PrincipalTagMap(usesDefaults: true),
            RuleLogin.openIDKey: PrincipalTagMap(usesDefaults: false, claims: ["d": "dept"]),
        ]
        let (google, openID, pool) = (
            try RuleLogin.social(), try RuleLogin.openID(#"{"dept": "x"}"#), try RuleLogin.userPool()
        )
        func tags(_ logins: RuleLogin...) throws -> [String: String] {
            try PrincipalTags.resolve(maps, for: .logins(logins)).values
        }
        #expect(try tags(google, openID, pool) == ["d": "x"])
        #expect(try tags(google, pool) == ["client": "app3", "username": "ada"])
        #expect(try tags(pool) == [:])
        #expect(try tags(.developer()) == [:])
        #expect(try PrincipalTags.resolve(maps, for: .guest) == .none)
    }

    @Test(arguments: ["Ünïcode 語 Ⅷ٣", "a_b.c:d/e=f+g-h@i", " ", "a\u{2028}b", String(repeating: "é", count: 256)])
    func `admit letters, digits, spaces and some signs:`(_ value: String) {
        #expect(Self.problem(["key": value]) == nil)
    }

    @Test(arguments: ["a,b", "a|b", "a\nb", "a\tb", "a*", "a;b", "😀", "a\"b", "a\u{0}b", "(a)", "e\u{301}"])
    func `refuse values with other characters:`(_ value: String) {
        #expect(Self.problem(["key": value]) == .valueNotAllowed(key: "key"))
    }

    @Test func `refuse values that are too long`() {
        let long = String(repeating: "é", count: 257)
        #expect(Self.problem(["key": long]) == .valueTooLong(key: "key", limit: 256))
    }

    @Test(arguments: ["", "a,b", "aws:x", "AWS:x", "a\u{301}", String(repeating: "k", count: 129)])
    func `refuse keys that no tag may have:`(_ key: String) {
        #expect(Self.problem([key: "v"]) == .keyNotAllowed(key))
    }

    @Test func `refuse keys that differ in case only`() {
        #expect(Self.problem(["Dept": "a", "dept": "b"]) == .keyRepeated("dept"))
    }

    @Test func `are at most fifty`() {
        func many(_ count: Int) -> [String: String] {
            Dictionary(uniqueKeysWithValues: (0..<count).map { ("k\($0)", "v") })
        }
        #expect(Self.problem(many(50)) == nil)
        #expect(Self.problem(many(51)) == .tooMany(limit: 50))
    }

    @Test func `fail when a claim holds what no tag may`() throws {
        let map = PrincipalTagMap(usesDefaults: false, claims: ["d": "dept"])
        let login = try RuleLogin.openID(#"{"dept": "a|b"}"#)
        #expect(throws: PrincipalTagProblem.valueNotAllowed(key: "d")) { try PrincipalTags.resolve(map, for: login) }
    }

    @Test func `give way to those of a rule, in whatever case`() throws {
        let pool = try PrincipalTags(["Dept": "a", "client": "c"])
        #expect(try pool.overridden(by: PrincipalTags(["dept": "b"])).values == ["dept": "b", "client": "c"])
        #expect(try pool.overridden(by: .none) == pool)
        #expect(try PrincipalTags.none.overridden(by: pool) == pool)
        func many(_ name: String) throws -> PrincipalTags {
            try PrincipalTags(Dictionary(uniqueKeysWithValues: (0..<26).map { ("\(name)\($0)", "v") }))
        }
        let (left, right) = (try many("a"), try many("b"))
        #expect(throws: PrincipalTagProblem.tooMany(limit: 50)) { try left.overridden(by: right) }
    }

    @Test func `are looked for under the very bytes of a key`() throws {
        let login = try RuleLogin.openID("{}", "caf\u{e9}.example.com")
        let maps = ["cafe\u{301}.example.com": PrincipalTagMap(usesDefaults: true)]
        #expect(try PrincipalTags.resolve(maps, for: .logins([login])) == .none)
    }

    @Test func `are written as lists of one, in the order of their keys`() throws {
        var json = JSONWriter()
        try PrincipalTags(["department": "engineering", "client": "3n4b5", "Client2": "x"]).write(to: &json)
        #expect(
            String(decoding: json.bytes, as: UTF8.self)
                == #"{"principal_tags":{"Client2":["x"],"client":["3n4b5"],"department":["engineering"]}}"#)
    }

    @Test func `tell their size before they are issued`() throws {
        let size = try PrincipalTags(["dept": "é", "client": "app1"]).size
        #expect(size.tags == 2)
        #expect(size.keyBytes == 10)
        #expect(size.valueBytes == 6)
        let claim = #""https://aws.amazon.com/tags":{"principal_tags":{"client":["app1"],"dept":["é"]}}"#
        #expect(size.claimBytes == claim.utf8.count)
        #expect(PrincipalTags.none.size.claimBytes == 0)
    }

    @Test func `tell when they exceed what AWS publishes`() throws {
        let half = String(repeating: "v", count: 230)
        #expect(try !PrincipalTags(["a": half, "b": half]).size.exceedsPublishedLimit)
        #expect(try PrincipalTags(["a": half, "b": half + "v"]).size.exceedsPublishedLimit)
        #expect(PrincipalTagMap(usesDefaults: false, claims: ["a": "dept", "b": "é"]).attributeNameBytes == 6)
    }
}
