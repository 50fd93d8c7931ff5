import Testing

@Suite struct `Date operators` {
    @Test(arguments: [
        "2030-01-01T00:00:00Z", "2030-01-01T00:00:00", "2030-01-01", "2030-01", "2030-01-01t00:00:00z", "1893456000",
        "+1893456000", "2030-01-01T02:00:00+02:00", "2030-01-01T02:00:00+02",
        "2030-01-01T00:00:00.0009Z", "2030-01-01T0:00", "2030-01-01T00", "2030-1-1T",
    ])
    func `take every spelling of a moment`(_ text: String) throws {
        try ConditionVector("DateEquals", #""2030-01-01T00:00:00Z""#, text, true).check()
        try ConditionVector("DateEquals", "\"\(text)\"", "1893456000", true).check()
        try ConditionVector("DateNotEquals", "1893456000", text, false).check()
    }

    @Test(arguments: [
        ConditionVector("DateEquals", #""2030-01-01T00:00:00.1231Z""#, "2030-01-01T00:00:00.1239Z", true),
        ConditionVector("DateEquals", #""2030-01-01T00:00:00.123Z""#, "2030-01-01T00:00:00.124Z", false),
        ConditionVector("DateEquals", #""2030-01-01T00:00:00.1Z""#, "2030-01-01T00:00:00.100Z", true),
        ConditionVector("DateLessThan", #""2030-01-01T00:00:00.002Z""#, "2030-01-01T00:00:00.001Z", true),
        ConditionVector("DateLessThan", #""2030-01-01T00:00:00Z""#, "2029-12-31T23:59:59.999Z", true),
        ConditionVector("DateLessThan", #""2030-01-01T00:00:00Z""#, "2030-01-01T00:00:00Z", false),
        ConditionVector("DateLessThanEquals", #""2030-01-01T00:00:00Z""#, "1893456000", true),
        ConditionVector("DateGreaterThan", #""2030-01-01T00:00:00Z""#, "1893456001", true),
        ConditionVector("DateGreaterThanEquals", #""2030-01-01T00:00:00Z""#, "1893455999", false),
        ConditionVector("DateGreaterThan", #""-292275054""#, "0", true),
        ConditionVector("DateEquals", #""1970-01-01""#, "0", true),
        ConditionVector("DateEquals", #""2000-02-29""#, "951782400", true),
        ConditionVector("DateEquals", #""2024-02-29T12:30:15Z""#, "1709209815", true),
        ConditionVector("DateEquals", #""2100-03-01""#, "4107542400", true),
        ConditionVector("DateEquals", #""1900-01-01""#, "1899-12-31T00:00:00Z", false),
        ConditionVector("DateLessThan", #""1969-12-31T23:59:59Z""#, "1969-12-31T23:59:58Z", true),
        ConditionVector("DateLessThan", #""9223372036854775807""#, "292278993-12-31", true),
        ConditionVector("DateEquals", #"["2020-01-01", "2030-01-01"]"#, "1893456000", true),
    ])
    func `compare to the millisecond`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [
        "", "tomorrow", "2030-13-01", "2030-01-32", "2030-01-01T24:00:00Z", "2030-01-01T00:60:00Z",
        "2030-01-01T00:00:60Z", "2030-01-01T00:00:00.1234567890Z", "2030-01-01T00:00:00+1", "2030-01-01T00:00:00-01:00",
        "2030-01-01T00:00Z", "9223372036854775808", "1893456000.5", " 1893456000", "2030-01-01T00:00:00ZZ",
        "292278994-01-01", "--2030", "2030-01-01-01",
    ])
    func `match no text that is no date, so that only the negation holds`(_ text: String) throws {
        for name in ["DateEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"] {
            try ConditionVector(name, "1893456000", text, false).check()
        }
        try ConditionVector("DateNotEquals", "1893456000", text, true).check()
        try ConditionVector("DateEquals", "\"\(text)\"", text, false).check()
    }
}
