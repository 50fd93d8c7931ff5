import IAMPolicy
import Testing

@Suite struct `Policy variables` {
    @Test(arguments: [
        ConditionVector("StringEquals", #""${test:Other}""#, .one("x"), true, others: ["test:Other": "x"]),
        ConditionVector("StringEquals", #""${TEST:other}""#, .one("x"), true, others: ["test:Other": "x"]),
        ConditionVector(
            "StringEquals", #""a-${test:Other}-${test:Other}""#, .one("a-x-x"), true, others: ["test:Other": "x"]),
        ConditionVector("StringLike", #""home/${test:Other}/*""#, .one("home/x/y"), true, others: ["test:Other": "x"]),
        // What is put in is never a wildcard, and never a variable.
        ConditionVector("StringLike", #""${test:Other}""#, .one("abc"), false, others: ["test:Other": "a*"]),
        ConditionVector("StringLike", #""${test:Other}""#, .one("a*"), true, others: ["test:Other": "a*"]),
        ConditionVector("StringLike", #""${test:Other}""#, .one("ab"), false, others: ["test:Other": "a?"]),
        ConditionVector(
            "StringEquals", #""${test:Other}""#, .one("${test:Key}"), true, others: ["test:Other": "${test:Key}"]),
        ConditionVector("StringEqualsIgnoreCase", #""${test:Other}""#, .one("X"), true, others: ["test:Other": "x"]),
        // The characters themselves.
        ConditionVector("StringLike", #""${*}""#, .one("*"), true),
        ConditionVector("StringLike", #""${*}""#, .one("x"), false),
        ConditionVector("StringLike", #""a${?}""#, .one("ab"), false),
        ConditionVector("StringLike", #""a${?}""#, .one("a?"), true),
        ConditionVector(
            "StringEquals", #""${$}{test:Other}""#, .one("${test:Other}"), true, others: ["test:Other": "x"]),
        ConditionVector("StringEquals", #""$x$""#, .one("$x$"), true),
        // Defaults.
        ConditionVector("StringEquals", #""${test:Gone, 'none'}""#, .one("none"), true),
        ConditionVector("StringEquals", #""${test:Gone, ''}""#, .one(""), true),
        ConditionVector("StringEquals", #""${test:Gone, 'a}b'}c""#, .one("a}bc"), true),
        ConditionVector("StringLike", #""${test:Gone, '*'}""#, .one("x"), false),
        ConditionVector("StringEquals", #""${test:Other, 'none'}""#, .one("x"), true, others: ["test:Other": "x"]),
        // Without a value nothing matches, and the negation does.
        ConditionVector("StringEquals", #""${test:Gone}""#, .one(""), false),
        ConditionVector("StringNotEquals", #""${test:Gone}""#, .one("x"), true),
        ConditionVector("StringEquals", #"["${test:Gone}", "x"]"#, .one("x"), true),
    ])
    func `stand for values in conditions`(_ vector: ConditionVector) throws { try vector.check() }

    @Test func `never stand for a list, whatever the default`() throws {
        for (name, applies) in [("StringEquals", false), ("StringNotEquals", true)] {
            let policy = try AttachedPolicy.named(
                "p", .inline,
                #""Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"\#(name)": {"test:Key": "${test:List, 'a'}"}}"#
            )
            var context = RequestContext()
            context.set("test:Key", to: "a")
            context.set("test:List", toEach: ["a"])
            let decision = PolicyLayers(identity: [policy]).evaluate(
                AccessRequest(by: .user, action: "s3:GetObject", context: context))
            #expect(decision.isAllowed == applies)
        }
    }

    @Test(
        arguments: [
            ("arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/ann/x", true),
            ("arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/bob/x", false),
            ("arn:aws:s3:::b/${aws:Nothing}/*", "arn:aws:s3:::b//x", false),
            ("arn:aws:s3:::b/${aws:Nothing, 'ann'}/*", "arn:aws:s3:::b/ann/x", true),
            ("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/x", false),
            ("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/*", true),
            ("arn:aws:s3:::${test:Star}", "arn:aws:s3:::anything", false),
            // Before the fifth colon they are text.
            ("arn:aws:s3::${test:Account}:x", "arn:aws:s3::123456789012:x", false),
        ] as [(String, String, Bool)])
    func `stand for values in the last part of a resource`(pattern: String, resource: String, matches: Bool) throws {
        var context = RequestContext()
        context.set(.userName, to: "ann")
        context.set("test:Star", to: "*")
        context.set("test:Account", to: "123456789012")
        let policy = try AttachedPolicy.named(
            "p", .inline, #""Effect": "Allow", "Action": "*", "Resource": "\#(pattern)""#)
        let request = AccessRequest(by: .user, action: "s3:GetObject", resource: ARN(resource), context: context)
        #expect(PolicyLayers(identity: [policy]).evaluate(request).isAllowed == matches)
    }

    @Test(arguments: [nil, "2008-10-17"]) func `are text in a policy of the older version`(_ version: String?) throws {
        let head = version.map { #""Version": "\#($0)", "# } ?? ""
        let text = """
            {\(head)"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
             "Condition": {"StringEquals": {"test:Key": "${aws:username}"}}}}
            """
        let policy = AttachedPolicy(name: "p", document: try PolicyDocument(parsing: text, as: .inline))
        var context = RequestContext()
        context.set(.userName, to: "ann")
        for (value, applies) in [("ann", false), ("${aws:username}", true)] {
            context.set("test:Key", to: value)
            let request = AccessRequest(by: .user, action: "s3:GetObject", context: context)
            #expect(PolicyLayers(identity: [policy]).evaluate(request).isAllowed == applies)
        }
    }

    @Test func `are refused when they are never closed`() {
        #expect(PolicyText.managed.refusal(condition: #"{"StringEquals": {"a:b": "${aws:username"}}"#) == .syntax)
        #expect(PolicyText.managed.refusal(condition: #"{"StringEquals": {"a:b": "${aws:username, 'x}"}}"#) == .syntax)
    }

    @Test func `are not looked for in actions, numbers and dates`() {
        #expect(PolicyText.managed.refusal(condition: #"{"NumericEquals": {"a:b": "${aws:x}"}}"#) == .legacyParsing)
        #expect(PolicyText.managed.refusal(condition: #"{"DateEquals": {"a:b": "${aws:x}"}}"#) == .legacyParsing)
        #expect(PolicyText.managed.refusal(condition: #"{"IpAddress": {"a:b": "${aws:SourceIp}"}}"#) == .legacyParsing)
    }
}
