import Testing

@Suite struct `Missing keys, lists and negation` {
    private static let list = Held.list(["a"])

    @Test(arguments: [
        ConditionVector("StringEquals", #""a""#, .missing, false),
        ConditionVector("StringNotEquals", #""a""#, .missing, true),
        ConditionVector("StringEqualsIfExists", #""a""#, .missing, true),
        ConditionVector("StringNotEqualsIfExists", #""a""#, .missing, true),
        ConditionVector("ForAnyValue:StringEquals", #""a""#, .missing, false),
        ConditionVector("ForAnyValue:StringNotEquals", #""a""#, .missing, false),
        ConditionVector("ForAllValues:StringEquals", #""a""#, .missing, true),
        ConditionVector("ForAllValues:StringNotEquals", #""a""#, .missing, true),
        ConditionVector("ForAnyValue:StringEqualsIfExists", #""a""#, .missing, true),
        ConditionVector("ForAnyValue:StringNotEqualsIfExists", #""a""#, .missing, true),
        ConditionVector("ForAllValues:StringEqualsIfExists", #""a""#, .missing, true),
        ConditionVector("NumericNotEquals", "1", .missing, true),
        ConditionVector("DateNotEquals", "1", .missing, true),
        ConditionVector("NotIpAddress", #""10.0.0.0/8""#, .missing, true),
        ConditionVector("ArnNotLike", #""arn:aws:s3:::b""#, .missing, true),
        ConditionVector("Bool", #""false""#, .missing, false),
    ])
    func `for a key that is missing`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [
        ConditionVector("StringEquals", #""a""#, "a", true),
        ConditionVector("StringNotEquals", #""a""#, "a", false),
        ConditionVector("StringEqualsIfExists", #""a""#, "b", false),
        ConditionVector("StringNotEqualsIfExists", #""a""#, "b", true),
        ConditionVector("StringNotEqualsIfExists", #""a""#, "a", false),
        ConditionVector("ForAnyValue:StringEquals", #""a""#, "a", true),
        ConditionVector("ForAnyValue:StringEquals", #""a""#, "b", false),
        ConditionVector("ForAnyValue:StringNotEquals", #""a""#, "b", true),
        ConditionVector("ForAllValues:StringEquals", #""a""#, "a", true),
        ConditionVector("ForAllValues:StringEquals", #""a""#, "b", false),
        ConditionVector("ForAllValues:StringNotEquals", #""a""#, "a", false),
        ConditionVector("ForAnyValue:StringEquals", #""""#, "", true),
    ])
    func `for a key of one value`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [
        ConditionVector("StringEquals", #""a""#, list, false),
        ConditionVector("StringNotEquals", #""b""#, list, false),
        ConditionVector("StringEqualsIfExists", #""a""#, list, false),
        ConditionVector("StringNotEqualsIfExists", #""b""#, list, false),
        ConditionVector("StringLike", #""*""#, list, false),
        ConditionVector("NumericNotEquals", "1", list, false),
        ConditionVector("NotIpAddress", #""10.0.0.0/8""#, .list(["8.8.8.8"]), false),
        ConditionVector("ArnNotLike", #""arn:aws:s3:::b""#, .list(["arn:aws:s3:::a"]), false),
        ConditionVector("Bool", #""true""#, .list(["true"]), false),
    ])
    func `for a list without a set operator, even of one value`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [
        ConditionVector("ForAnyValue:StringEquals", #"["a", "x"]"#, .list(["b", "a"]), true),
        ConditionVector("ForAnyValue:StringEquals", #"["a", "x"]"#, .list(["b", "c"]), false),
        ConditionVector("ForAnyValue:StringNotEquals", #"["a", "b"]"#, .list(["a", "c"]), true),
        ConditionVector("ForAnyValue:StringNotEquals", #"["a", "b"]"#, .list(["a", "b"]), false),
        ConditionVector("ForAllValues:StringEquals", #"["a", "b"]"#, .list(["b", "a"]), true),
        ConditionVector("ForAllValues:StringEquals", #"["a", "b"]"#, .list(["b", "c"]), false),
        ConditionVector("ForAllValues:StringNotEquals", #"["a", "b"]"#, .list(["c", "d"]), true),
        ConditionVector("ForAllValues:StringNotEquals", #"["a", "b"]"#, .list(["c", "a"]), false),
        ConditionVector("ForAnyValue:StringEquals", #""""#, .list([""]), true),
        ConditionVector("ForAnyValue:NumericLessThan", "5", .list(["9", "4"]), true),
        ConditionVector("ForAllValues:NumericLessThan", "5", .list(["9", "4"]), false),
        ConditionVector("ForAllValues:IpAddress", #""10.0.0.0/8""#, .list(["10.1.1.1", "no"]), false),
        ConditionVector("ForAllValues:NotIpAddress", #""10.0.0.0/8""#, .list(["8.8.8.8", "no"]), false),
    ])
    func `for a list with a set operator`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [
        ConditionVector("StringEquals", #""a""#, .list([]), false),
        ConditionVector("StringNotEquals", #""a""#, .list([]), false),
        ConditionVector("StringEqualsIfExists", #""a""#, .list([]), false),
        ConditionVector("ForAnyValue:StringEquals", #""a""#, .list([]), false),
        ConditionVector("ForAnyValue:StringNotEquals", #""a""#, .list([]), false),
        ConditionVector("ForAnyValue:StringEqualsIfExists", #""a""#, .list([]), false),
        ConditionVector("ForAllValues:StringEquals", #""a""#, .list([]), true),
        ConditionVector("ForAllValues:StringNotEquals", #""a""#, .list([]), true),
    ])
    func `for an empty list`(_ vector: ConditionVector) throws { try vector.check() }
}
