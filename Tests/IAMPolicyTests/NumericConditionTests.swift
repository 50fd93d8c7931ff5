import Testing

@Suite struct `Numeric operators` {
    @Test(arguments: [
        ConditionVector("NumericEquals", #""1""#, "1", true),
        ConditionVector("NumericEquals", "1", "1", true),
        ConditionVector("NumericEquals", #""1""#, "+1", true),
        ConditionVector("NumericEquals", #""01""#, "1", true),
        ConditionVector("NumericEquals", #""1""#, "1.", true),
        ConditionVector("NumericEquals", #""1""#, "1.0", true),
        ConditionVector("NumericEquals", #""0.5""#, ".5", true),
        ConditionVector("NumericEquals", #""1""#, "1e0", true),
        ConditionVector("NumericEquals", #""1200""#, "1.2E+3", true),
        ConditionVector("NumericEquals", "1.2e3", "1200", true),
        ConditionVector("NumericEquals", #""0.0012""#, "1.2e-3", true),
        ConditionVector("NumericEquals", #""0""#, "-0.00", true),
        ConditionVector("NumericEquals", #""9007199254740993""#, "9007199254740992", false),
        ConditionVector("NumericNotEquals", #""9007199254740993""#, "9007199254740992", true),
        ConditionVector("NumericEquals", #""0.1""#, "0.10000000000000000000000000000000000000000001", false),
        ConditionVector("NumericEquals", #"["1", "2"]"#, "2", true),
        ConditionVector("NumericNotEquals", #"["1", "2"]"#, "2", false),
    ])
    func `compare decimals as they are written`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [
        ConditionVector("NumericLessThan", #""10""#, "9", true),
        ConditionVector("NumericLessThan", #""10""#, "10", false),
        ConditionVector("NumericLessThanEquals", #""10""#, "10.0", true),
        ConditionVector("NumericLessThanEquals", #""10""#, "10.000000000000000000000001", false),
        ConditionVector("NumericGreaterThan", #""10""#, "11", true),
        ConditionVector("NumericGreaterThan", #""10""#, "10", false),
        ConditionVector("NumericGreaterThanEquals", #""10""#, "10", true),
        ConditionVector("NumericLessThan", #""-1""#, "-2", true),
        ConditionVector("NumericLessThan", #""-2""#, "-1", false),
        ConditionVector("NumericLessThan", #""0""#, "-0.1", true),
        ConditionVector("NumericGreaterThan", #""0""#, "1e-9", true),
        ConditionVector("NumericLessThan", #""1e300""#, "9e299", true),
        ConditionVector("NumericGreaterThan", #""-1e300""#, "0", true),
        ConditionVector("NumericLessThan", #"["5", "20"]"#, "10", true),
    ])
    func `order decimals`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [
        "", "no-number", "NaN", "Infinity", "1 ", " 1", "1e", "e1", ".", "+", "1e99999999999", "0x1", "1,0",
    ])
    func `match no text that is no number, so that only the negation holds`(_ text: String) throws {
        for name in [
            "NumericEquals", "NumericLessThanEquals", "NumericGreaterThanEquals", "NumericLessThan",
            "NumericGreaterThan",
        ] {
            try ConditionVector(name, #""1""#, text, false).check()
        }
        try ConditionVector("NumericNotEquals", #""1""#, text, true).check()
    }

    @Test func `never match a policy value that is no number`() throws {
        try ConditionVector("NumericEquals", #""no-number""#, "no-number", false).check()
        try ConditionVector("NumericNotEquals", #""NaN""#, "1", true).check()
        try ConditionVector("NumericEquals", #"["NaN", "1"]"#, "1", true).check()
    }
}
