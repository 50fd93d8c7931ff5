/// Makes policies and requests out of few words, so that they often meet. The same seed makes the same ones.
struct PolicyGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    // MARK: Chance

    /// SplitMix64.
    private mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[next(below: choices.count)] }
    mutating func happens(oneIn chances: Int) -> Bool { next(below: chances) == 0 }

    private mutating func some<Element>(_ choices: [Element], upTo most: Int) -> [Element] {
        (0..<next(below: most + 1)).map { _ in pick(choices) }
    }

    // MARK: Words

    private static let actions = ["s3:GetObject", "s3:PutObject", "ec2:Run", "S3:getobject"]
    private static let actionPatterns = ["*", "s3:*", "s3:Get*", "S3:?etobject", "ec2:Run", "s3:PutObject", "*"]
    private static let resources = [
        "arn:aws:s3:::b/k", "arn:aws:s3:::b/ann/k", "arn:aws:ec2:eu:1:i/x:y", "*", "arn:aws:s3:::b/😀",
    ]
    private static let resourcePatterns = [
        "*", "arn:aws:s3:::b/*", "arn:aws:S3:::b/${t:name}/*", "arn:aws:ec2:*:*:i/*", "arn:aws:s3:::b/??",
        "arn:aws:s3:::b/${t:none, 'k'}", "arn:aws:s3:::b/${*}", "arn:aws:s3:::${t:tags}/k", "arn:aws:s3*:::B/k",
    ]

    /// Families of operators, with values for policies and requests.
    private struct Family {
        let names: [String]
        let key: String
        let policy: [String]
        let request: [String]
    }

    private static let families = [
        Family(
            names: [
                "StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase",
                "StringNotEqualsIgnoreCase",
            ],
            key: "t:name",
            policy: [
                "ann", "Ann", "a*", "?nn", "", "*", "${t:other}", "${T:Other, 'ann'}", "${t:tags}", "${*}", "b😀", "b??",
            ],
            request: ["ann", "Ann", "*", "", "annnn", "b😀", "e\u{301}"]),
        Family(
            names: [
                "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
                "NumericGreaterThanEquals",
            ],
            key: "t:number", policy: ["1", "1.0", "-2", "1e2", "100", "no"],
            request: ["1", "+1", "99.5", "-2.0", "no", "", "100.00", "0"]),
        Family(
            names: [
                "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
                "DateGreaterThanEquals",
            ],
            key: "t:date",
            policy: ["2030-01-01", "1893456000", "2030-01-01T00:00:00.1231Z", "2029-12-31T23:59:59Z", "no"],
            request: [
                "2030-01-01T00:00:00Z", "2030-01-01T00:00:00.1239Z", "1893456001", "+1893456000", "no", "2028-02-29",
            ]),
        Family(
            names: ["Bool"], key: "t:flag", policy: ["true", "false", "TRUE", "yes", "${t:name}"],
            request: ["true", "false", "True", "1", ""]),
        Family(names: ["Null"], key: "t:name", policy: ["true", "false", "TRUE", "no"], request: ["ann", ""]),
        Family(
            names: ["BinaryEquals"], key: "t:bytes", policy: ["AQID", "AQ=="], request: ["AQID", "AQ==", "no!", ""]),
        Family(
            names: ["IpAddress", "NotIpAddress"], key: "t:ip",
            policy: ["10.0.0.0/8", "10.1.2.3", "10.1.2.99/24", "2001:db8::/32", "2001:db8::1/32", "::1", "no"],
            request: ["10.1.2.3", "10.9.9.9", "8.8.8.8", "2001:db8::7", "::ffff:a01:203", "::1", "no"]),
        Family(
            names: ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"], key: "t:arn",
            policy: [
                "arn:aws:s3:::b*", "*", "arn:AWS:s3:::bucket", "no", "arn:aws:ec2:*:1:*", "${t:arn}", "${t:none}",
                "arn:aws:iam::1:${t:name}",
            ],
            request: ["arn:aws:s3:::bucket", "arn:aws:ec2:eu:1:i/x", "no", "arn:aws:iam::1:ann"]),
    ]

    private static let principals = [
        #""*""#, #"{"AWS": "*"}"#, #"{"AWS": "arn:aws:iam::123456789012:role/app/Reader"}"#,
        #"{"AWS": "123456789012"}"#,
        #"{"AWS": ["arn:aws:sts::123456789012:assumed-role/Reader/alice", "210987654321"]}"#,
        #"{"Federated": "cognito-identity.amazonaws.com"}"#, #"{"AWS": "arn:aws:iam::123456789012:user/Bob"}"#,
    ]

    // MARK: Documents and requests

    enum Kind {
        case session, resource, trust
    }

    mutating func policy(_ kind: Kind) -> String {
        let version = pick([
            #""Version": "2012-10-17", "#, #""Version": "2012-10-17", "#, #""Version": "2008-10-17", "#, "",
        ])
        let statements = (0...next(below: 3)).map { _ in statement(kind) }
        return "{\(version)\"Statement\": [\(statements.joined(separator: ", "))]}"
    }

    private mutating func statement(_ kind: Kind) -> String {
        var elements = [#""Effect": "\#(pick(["Allow", "Allow", "Deny"]))""#]
        if kind == .trust {
            elements.append(#""Action": "sts:*""#)
            elements.append(#""Principal": \#(pick(Array(Self.principals.dropFirst())))"#)
        } else {
            let actions = [pick(Self.actionPatterns)] + some(Self.actionPatterns, upTo: 1)
            elements.append("\"\(pick(["Action", "Action", "NotAction"]))\": \(Self.json(actions))")
            let resources = [pick(Self.resourcePatterns)] + some(Self.resourcePatterns, upTo: 1)
            elements.append("\"\(pick(["Resource", "Resource", "NotResource"]))\": \(Self.json(resources))")
        }
        if kind == .resource {
            elements.append(
                happens(oneIn: 5)
                    ? #""NotPrincipal": \#(Self.principals[2 + next(below: 2)])"#
                    : #""Principal": \#(pick(Self.principals))"#)
        }
        if !happens(oneIn: 3) { elements.append(#""Condition": \#(conditions(kind))"#) }
        return "{\(elements.joined(separator: ", "))}"
    }

    private mutating func conditions(_ kind: Kind) -> String {
        var blocks: [String: String] = [:]
        for _ in 0...next(below: 2) {
            let family = pick(Self.families)
            var name = pick(["", "", "ForAnyValue:", "ForAllValues:"]) + pick(family.names)
            if family.key != "t:name" || !name.hasSuffix("Null"), happens(oneIn: 5) { name += "IfExists" }
            let values = some(family.policy, upTo: 3)
            // Only a session's own policies take literals of the wrong type.
            let usable =
                kind == .session
                ? values : values.filter { !["no", "2001:db8::1/32", "${t:arn}", "${t:none}"].contains($0) }
            blocks[name] = "{\"\(happens(oneIn: 4) ? family.key.uppercased() : family.key)\": \(Self.json(usable))}"
        }
        return "{\(blocks.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", "))}"
    }

    mutating func context() -> [String: Held] {
        var context: [String: Held] = [:]
        for family in Self.families {
            switch next(below: 8) {
            case 0, 1: continue
            case 2: context[family.key] = .list(some(family.request, upTo: 3))
            default: context[family.key] = .one(pick(family.request))
            }
        }
        if happens(oneIn: 2) { context["t:other"] = .one(pick(["ann", "a*", "Ann"])) }
        if happens(oneIn: 2) { context["t:tags"] = .list(["ann"]) }
        return context
    }

    mutating func action() -> String { pick(Self.actions) }
    mutating func resource() -> String { pick(Self.resources) }

    private static func json(_ texts: [String]) -> String {
        "[" + texts.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    }
}
