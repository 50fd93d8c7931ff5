import Testing

@testable import RoleRules

@Suite struct `A path into claims` {
    private static let claims = [
        #"{"address": {"country": "DE", "lines": ["a", "b"]}, "realm_access": {"roles": ["admin", "user"]},"#,
        #""teams": [{"name": "red", "tags": ["x"]}, {"name": "blue"}, {"id": 3}], "a/b": {"c~d": "odd"},"#,
        #""matrix": [["p"], ["q", "r"]], "*": {"*": "star"}, "n": {"0": "zero"}, "empty": [], "null": {"x": null}}"#,
    ].joined()

    @Test(arguments: [
        TestVector(#"{"path": "/address/country", "equals": "DE"}"#, claims, .holds),
        TestVector(#"{"path": "/address/city", "notEquals": "X"}"#, claims, .missing),
        TestVector(#"{"path": "/address", "equals": "DE"}"#, claims, .notComparable),
        TestVector(#"{"path": "/address/country/code", "equals": "DE"}"#, claims, .missing),
        TestVector(#"{"path": "/address/lines", "equals": "b"}"#, claims, .holds),
        TestVector(#"{"path": "/address/lines/0", "equals": "a"}"#, claims, .holds),
        TestVector(#"{"path": "/address/lines/1", "equals": "a"}"#, claims, .doesNotHold),
        TestVector(#"{"path": "/address/lines/2", "notEquals": "a"}"#, claims, .missing),
        TestVector(#"{"path": "/address/lines/00", "notEquals": "x"}"#, claims, .missing),
        TestVector(#"{"path": "/address/lines/-1", "notEquals": "x"}"#, claims, .missing),
        TestVector(#"{"path": "/address/lines/99999999999999999999", "notEquals": "x"}"#, claims, .missing),
        TestVector(#"{"path": "/realm_access/roles", "equals": "admin"}"#, claims, .holds),
        TestVector(#"{"path": "/realm_access/roles/*", "equals": "user"}"#, claims, .holds),
        TestVector(#"{"path": "/teams/*/name", "equals": "blue"}"#, claims, .holds),
        TestVector(#"{"path": "/teams/*/name", "notEquals": "green"}"#, claims, .holds),
        TestVector(#"{"path": "/teams/*/name", "notEquals": "red"}"#, claims, .doesNotHold),
        TestVector(#"{"path": "/teams/*/tags", "equals": "x"}"#, claims, .holds),
        TestVector(#"{"path": "/teams/*/none", "notEquals": "x"}"#, claims, .missing),
        TestVector(#"{"path": "/teams/*", "notEquals": "x"}"#, claims, .notComparable),
        TestVector(#"{"path": "/teams/1/name", "equals": "blue"}"#, claims, .holds),
        TestVector(#"{"path": "/teams/2/id", "atLeast": 3}"#, claims, .holds),
        TestVector(#"{"path": "/matrix/*/*", "equals": "r"}"#, claims, .holds),
        TestVector(#"{"path": "/matrix/*", "equals": "r"}"#, claims, .holds),
        TestVector(#"{"path": "/a~1b/c~0d", "equals": "odd"}"#, claims, .holds),
        TestVector(#"{"path": "/*/*", "equals": "star"}"#, claims, .holds),
        TestVector(#"{"path": "/n/0", "equals": "zero"}"#, claims, .holds),
        TestVector(#"{"path": "/empty/*", "notEquals": "x"}"#, claims, .missing),
        TestVector(#"{"path": "/null/x", "exists": true}"#, claims, .doesNotHold),
        TestVector(#"{"path": "/teams/*/name", "exists": true}"#, claims, .holds),
        TestVector(#"{"path": "/teams/*/none", "exists": false}"#, claims, .holds),
    ])
    func `finds`(_ vector: TestVector) throws { try vector.check() }

    @Test(arguments: ["", "a", "a/b", "/~", "/a~2b", "/a/~"])
    func `is refused when it is no pointer:`(_ text: String) {
        #expect(ClaimPath(text) == nil)
    }

    @Test(arguments: ["/a", "/", "/a//b", "/~0~1", "/é/*", "/a b"])
    func `is written as it was read:`(_ text: String) {
        #expect(ClaimPath(text)?.description == text)
    }
}
