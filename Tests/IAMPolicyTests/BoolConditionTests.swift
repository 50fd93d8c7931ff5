import IAMPolicy
import Testing

@Suite struct `Boolean operators` {
    @Test(arguments: [
        ConditionVector("Bool", #""true""#, "true", true),
        ConditionVector("Bool", "true", "TRUE", true),
        ConditionVector("Bool", #""tRuE""#, "true", true),
        ConditionVector("Bool", #""true""#, "false", false),
        ConditionVector("Bool", #""true""#, "1", false),
        ConditionVector("Bool", #""true""#, " true ", false),
        ConditionVector("Bool", #""false""#, "false", true),
        ConditionVector("Bool", "false", "yes", true),
        ConditionVector("Bool", #""false""#, "1", true),
        ConditionVector("Bool", #""false""#, "", true),
        ConditionVector("Bool", #""false""#, " true ", true),
        ConditionVector("Bool", #""yes""#, "false", true),
        ConditionVector("Bool", #""yes""#, "true", false),
        ConditionVector("Bool", #"["true", "false"]"#, "true", true),
        ConditionVector("Bool", #"[]"#, "true", false),
        ConditionVector("BoolIfExists", #""true""#, .missing, true),
        ConditionVector("Bool", #""${test:Flag}""#, .one("true"), true, others: ["test:flag": "True"]),
        ConditionVector("Bool", #""${test:Flag}""#, .one("false"), false),
    ])
    func `takes everything but true for false, on both sides`(_ vector: ConditionVector) throws { try vector.check() }
}

@Suite struct `Binary operators` {
    @Test(arguments: [
        ConditionVector("BinaryEquals", #""AQID""#, "AQID", true),
        ConditionVector("BinaryEquals", #""AQI=""#, "AQI=", true),
        ConditionVector("BinaryEquals", #""AQ==""#, "AQ==", true),
        ConditionVector("BinaryEquals", #""AQ==""#, "AR==", true),
        ConditionVector("BinaryEquals", #""+/+/""#, "+/+/", true),
        ConditionVector("BinaryEquals", #""""#, "", true),
        ConditionVector("BinaryEquals", #""AQID""#, "AQIE", false),
        ConditionVector("BinaryEquals", #""AQ==""#, "AQ", false),
        ConditionVector("BinaryEquals", #""AQ==""#, "AQ=", false),
        ConditionVector("BinaryEquals", #""AQ==""#, "!Q==", false),
        ConditionVector("BinaryEquals", #""+/+/""#, "-_-_", false),
        ConditionVector("BinaryEquals", #"["AQID", "AQ=="]"#, "AQ==", true),
    ])
    func `compares decoded bytes`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [PolicyText.session, .managed])
    func `refuses a policy value that is no base64, even in a session policy`(_ text: PolicyText) {
        #expect(text.refusal(condition: #"{"BinaryEquals": {"a:b": "not base64"}}"#) == .legacyParsing)
    }
}

@Suite struct `Tests for presence` {
    @Test(arguments: [
        ConditionVector("Null", #""true""#, .missing, true),
        ConditionVector("Null", "true", .missing, true),
        ConditionVector("Null", #""TRUE""#, .missing, true),
        ConditionVector("Null", #""true""#, .one("x"), false),
        ConditionVector("Null", #""false""#, .missing, false),
        ConditionVector("Null", #""false""#, .one("x"), true),
        ConditionVector("Null", #""yes""#, .one("x"), true),
        ConditionVector("Null", #""false""#, .one(""), true),
        ConditionVector("Null", #""false""#, .list([]), true),
        ConditionVector("Null", #""false""#, .list(["x"]), true),
        ConditionVector("Null", #""true""#, .list([]), false),
        ConditionVector("Null", #"["true", "false"]"#, .missing, true),
        ConditionVector("Null", #"["true", "false"]"#, .one("x"), true),
        ConditionVector("Null", "[]", .missing, false),
        ConditionVector("ForAnyValue:Null", #""true""#, .missing, true),
        ConditionVector("ForAllValues:Null", #""false""#, .missing, false),
    ])
    func `asks for presence and for nothing else`(_ vector: ConditionVector) throws { try vector.check() }
}
