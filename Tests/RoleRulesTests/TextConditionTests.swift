import Testing

@testable import RoleRules

@Suite struct `Text operators` {
    @Test(arguments: [
        TestVector(#"{"claim": "c", "equals": "a"}"#, #"{"c": "a"}"#, .holds),
        TestVector(#"{"claim": "c", "equals": "a"}"#, #"{"c": "A"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "equals": ""}"#, #"{"c": ""}"#, .holds),
        TestVector(#"{"claim": "c", "equals": 42}"#, #"{"c": "42"}"#, .holds),
        TestVector(#"{"claim": "c", "equals": true}"#, #"{"c": true}"#, .holds),
        TestVector(#"{"claim": "c", "equals": "\u00e9"}"#, #"{"c": "e\u0301"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notEquals": "a"}"#, #"{"c": "b"}"#, .holds),
        TestVector(#"{"claim": "c", "notEquals": "a"}"#, #"{"c": "a"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "startsWith": "ab"}"#, #"{"c": "abc"}"#, .holds),
        TestVector(#"{"claim": "c", "startsWith": "bc"}"#, #"{"c": "abc"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notStartsWith": "ab"}"#, #"{"c": "abc"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notStartsWith": "x"}"#, #"{"c": "abc"}"#, .holds),
        TestVector(#"{"claim": "c", "endsWith": "@example.com"}"#, #"{"c": "ada@example.com"}"#, .holds),
        TestVector(#"{"claim": "c", "endsWith": "@example.com"}"#, #"{"c": "ada@example.com.evil"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "endsWith": "abcd"}"#, #"{"c": "bcd"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notEndsWith": "c"}"#, #"{"c": "abc"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notEndsWith": "b"}"#, #"{"c": "abc"}"#, .holds),
        TestVector(#"{"claim": "c", "contains": "b"}"#, #"{"c": "abc"}"#, .holds),
        TestVector(#"{"claim": "c", "contains": "ac"}"#, #"{"c": "abc"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notContains": "b"}"#, #"{"c": "abc"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notContains": "x"}"#, #"{"c": "abc"}"#, .holds),
    ])
    func `compare bytes`(_ vector: TestVector) throws { try vector.check() }

    @Test(arguments: [
        TestVector(#"{"claim": "c", "equalsIgnoringCase": "AbC"}"#, #"{"c": "aBc"}"#, .holds),
        TestVector(#"{"claim": "c", "equalsIgnoringCase": "\u00c9"}"#, #"{"c": "\u00e9"}"#, .holds),
        TestVector(#"{"claim": "c", "equalsIgnoringCase": "\u03a3"}"#, #"{"c": "\u03c3"}"#, .holds),
        TestVector(#"{"claim": "c", "equalsIgnoringCase": "\u0391\u03a3"}"#, #"{"c": "\u03b1\u03c3"}"#, .holds),
        TestVector(#"{"claim": "c", "equalsIgnoringCase": "\u00df"}"#, #"{"c": "SS"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "equalsIgnoringCase": "S"}"#, #"{"c": "\u017f"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "equalsIgnoringCase": "["}"#, #"{"c": "{"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notEqualsIgnoringCase": "A"}"#, #"{"c": "a"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "startsWithIgnoringCase": "AB"}"#, #"{"c": "abc"}"#, .holds),
        TestVector(#"{"claim": "c", "endsWithIgnoringCase": "@EXAMPLE.com"}"#, #"{"c": "a@example.COM"}"#, .holds),
        TestVector(#"{"claim": "c", "containsIgnoringCase": "X"}"#, #"{"c": "axb"}"#, .holds),
        TestVector(#"{"claim": "c", "notContainsIgnoringCase": "X"}"#, #"{"c": "axb"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notStartsWithIgnoringCase": "A"}"#, #"{"c": "b"}"#, .holds),
        TestVector(#"{"claim": "c", "notEndsWithIgnoringCase": "A"}"#, #"{"c": "ba"}"#, .doesNotHold),
    ])
    func `ignore case by lower-case mapping and not by folding`(_ vector: TestVector) throws { try vector.check() }

    @Test(arguments: [
        TestVector(#"{"claim": "c", "in": ["a", "b", 3]}"#, #"{"c": "b"}"#, .holds),
        TestVector(#"{"claim": "c", "in": ["a", "b", 3]}"#, #"{"c": 3}"#, .holds),
        TestVector(#"{"claim": "c", "in": ["a", "b"]}"#, #"{"c": "B"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "in": ["a", "b"]}"#, #"{"c": ["x", "b"]}"#, .holds),
        TestVector(#"{"claim": "c", "in": ["ab"]}"#, #"{"c": "a"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notIn": ["a", "b"]}"#, #"{"c": "b"}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notIn": ["a", "b"]}"#, #"{"c": ["x", "b"]}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "notIn": ["a", "b"]}"#, #"{"c": ["x", "y"]}"#, .holds),
        TestVector(#"{"claim": "c", "notIn": ["a", "b"]}"#, "{}", .missing),
        TestVector(#"{"claim": "c", "in": ["\u00e9"]}"#, #"{"c": "e\u0301"}"#, .doesNotHold),
    ])
    func `look for a value in a list`(_ vector: TestVector) throws { try vector.check() }

    @Test(arguments: [
        TestVector(#"{"claim": "c", "exists": true}"#, #"{"c": ""}"#, .holds),
        TestVector(#"{"claim": "c", "exists": true}"#, #"{"c": []}"#, .holds),
        TestVector(#"{"claim": "c", "exists": true}"#, #"{"c": {}}"#, .holds),
        TestVector(#"{"claim": "c", "exists": true}"#, #"{"c": null}"#, .doesNotHold),
        TestVector(#"{"claim": "c", "exists": true}"#, "{}", .doesNotHold),
        TestVector(#"{"claim": "c", "exists": false}"#, "{}", .holds),
        TestVector(#"{"claim": "c", "exists": false}"#, #"{"c": null}"#, .holds),
        TestVector(#"{"claim": "c", "exists": false}"#, #"{"c": false}"#, .doesNotHold),
        TestVector(#"{"claim": "email", "exists": true}"#, #"{"email": "a", "email_verified": false}"#, .holds),
    ])
    func `ask whether there is a value`(_ vector: TestVector) throws { try vector.check() }

    @Test(arguments: [
        TestVector(
            #"{"claim": "email", "equals": "a"}"#, #"{"email": "a", "email_verified": false}"#, .unverified),
        TestVector(
            #"{"claim": "email", "notEquals": "b"}"#, #"{"email": "a", "email_verified": "no"}"#, .unverified),
        TestVector(#"{"claim": "email", "equals": "a"}"#, #"{"email": "a", "email_verified": true}"#, .holds),
        TestVector(#"{"claim": "email", "equals": "a"}"#, #"{"email": "a"}"#, .holds),
        TestVector(
            #"{"claim": "email", "equals": "a", "acceptsUnverified": true}"#,
            #"{"email": "a", "email_verified": false}"#, .holds),
    ])
    func `take no unverified e-mail address unless the rule says so`(_ vector: TestVector) throws {
        try vector.check()
    }
}
