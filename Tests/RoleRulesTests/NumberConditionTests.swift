import Testing

@testable import RoleRules

@Suite struct `Number operators` {
    @Test(arguments: [
        TestVector(#"{"claim": "n", "numberEquals": 1}"#, #"{"n": 1.0}"#, .holds),
        TestVector(#"{"claim": "n", "numberEquals": 1200}"#, #"{"n": 1.2e3}"#, .holds),
        TestVector(#"{"claim": "n", "numberEquals": 0.0012}"#, #"{"n": 1.2E-3}"#, .holds),
        TestVector(#"{"claim": "n", "numberEquals": 0}"#, #"{"n": -0.00}"#, .holds),
        TestVector(#"{"claim": "n", "numberEquals": 0}"#, #"{"n": 0e99}"#, .holds),
        TestVector(#"{"claim": "n", "numberEquals": 42}"#, #"{"n": "42"}"#, .holds),
        TestVector(#"{"claim": "n", "numberEquals": 42}"#, #"{"n": [1, 42]}"#, .holds),
        TestVector(#"{"claim": "n", "numberEquals": 9007199254740993}"#, #"{"n": 9007199254740992}"#, .doesNotHold),
        TestVector(#"{"claim": "n", "numberEquals": 0.1}"#, #"{"n": 0.1000000000000000000000001}"#, .doesNotHold),
        TestVector(#"{"claim": "n", "notNumberEquals": 1}"#, #"{"n": 2}"#, .holds),
        TestVector(#"{"claim": "n", "notNumberEquals": 1}"#, #"{"n": 1.0}"#, .doesNotHold),
        TestVector(#"{"claim": "n", "notNumberEquals": 1}"#, #"{"n": "x"}"#, .notComparable),
    ])
    func `compare decimals whatever their spelling`(_ vector: TestVector) throws { try vector.check() }

    @Test(arguments: [
        TestVector(#"{"claim": "n", "lessThan": 10}"#, #"{"n": 9}"#, .holds),
        TestVector(#"{"claim": "n", "lessThan": 10}"#, #"{"n": 10}"#, .doesNotHold),
        TestVector(#"{"claim": "n", "lessThan": 10}"#, #"{"n": 9.99999999999999999999}"#, .holds),
        TestVector(#"{"claim": "n", "atMost": 10}"#, #"{"n": 10.0}"#, .holds),
        TestVector(#"{"claim": "n", "atMost": 10}"#, #"{"n": 10.000000000000000000001}"#, .doesNotHold),
        TestVector(#"{"claim": "n", "greaterThan": 10}"#, #"{"n": 11}"#, .holds),
        TestVector(#"{"claim": "n", "greaterThan": 10}"#, #"{"n": 10}"#, .doesNotHold),
        TestVector(#"{"claim": "n", "greaterThan": 9}"#, #"{"n": 10}"#, .holds),
        TestVector(#"{"claim": "n", "atLeast": 18}"#, #"{"n": 18}"#, .holds),
        TestVector(#"{"claim": "n", "atLeast": 18}"#, #"{"n": 17.9}"#, .doesNotHold),
        TestVector(#"{"claim": "n", "lessThan": -1}"#, #"{"n": -2}"#, .holds),
        TestVector(#"{"claim": "n", "lessThan": -2}"#, #"{"n": -1}"#, .doesNotHold),
        TestVector(#"{"claim": "n", "lessThan": 0}"#, #"{"n": -0.1}"#, .holds),
        TestVector(#"{"claim": "n", "greaterThan": 0}"#, #"{"n": 1e-9}"#, .holds),
        TestVector(#"{"claim": "n", "greaterThan": -1}"#, #"{"n": 0}"#, .holds),
        TestVector(#"{"claim": "n", "lessThan": 1}"#, #"{"n": 0}"#, .holds),
        TestVector(#"{"claim": "n", "lessThan": 1e300}"#, #"{"n": 9e299}"#, .holds),
    ])
    func `order decimals`(_ vector: TestVector) throws { try vector.check() }

    @Test(arguments: ["", "x", "NaN", "1 ", " 1", "+1", "01", "1.", ".5", "1e", "0x1", "1,0", "--1", "1e1234567"])
    func `cannot compare a text that is no number`(_ text: String) throws {
        for relation in NumberComparison.Relation.allCases {
            try TestVector(#"{"claim": "n", "\#(relation)": 1}"#, #"{"n": "\#(text)"}"#, .notComparable).check()
        }
    }

    @Test func `cannot compare booleans, objects and what is missing`() throws {
        try TestVector(#"{"claim": "n", "atLeast": 1}"#, #"{"n": true}"#, .notComparable).check()
        try TestVector(#"{"claim": "n", "atLeast": 1}"#, #"{"n": {}}"#, .notComparable).check()
        try TestVector(#"{"claim": "n", "atLeast": 1}"#, #"{"n": ["x"]}"#, .notComparable).check()
        try TestVector(#"{"claim": "n", "atLeast": 1}"#, #"{"n": ["x", 2]}"#, .holds).check()
        try TestVector(#"{"claim": "n", "atLeast": 1}"#, #"{"n": ["x", 0]}"#, .notComparable).check()
        try TestVector(#"{"claim": "n", "atLeast": 1}"#, "{}", .missing).check()
    }
}
