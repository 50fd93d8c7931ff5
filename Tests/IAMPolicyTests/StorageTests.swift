import IAMPolicy
import Testing

/// A document that differs from a good one in one place, and the text IAM refuses it with; nil when it is taken.
struct StorageVector: CustomTestStringConvertible {
    let text: String
    let message: String?
    let kind: PolicyKind

    init(_ text: String, _ message: String?, as kind: PolicyKind = .managed) {
        self.text = text
        self.message = message
        self.kind = kind
    }

    /// One statement: the inside of its braces.
    init(statement: String, _ message: String?, as kind: PolicyKind = .managed) {
        self.init(#"{"Version": "2012-10-17", "Statement": {\#(statement)}}"#, message, as: kind)
    }

    init(resource: String, _ message: String?) {
        self.init(statement: #""Effect": "Allow", "Action": "s3:ListBucket", "Resource": \#(resource)"#, message)
    }

    init(action: String, _ message: String?) {
        self.init(statement: #""Effect": "Allow", \#(action), "Resource": "*""#, message)
    }

    init(condition: String, _ message: String?, as kind: PolicyKind = .managed) {
        self.init(
            statement: #""Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": \#(condition)"#,
            message, as: kind)
    }

    var testDescription: String { "\(kind) \(text)" }

    func check(_ sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(refusal(text, as: kind)?.message == message, sourceLocation: sourceLocation)
    }
}

@Suite struct `Before it is stored, a document` {
    static let syntax = "Syntax errors in policy."
    static let legacy = "The policy failed legacy parsing"
    static let version = "Policy document must be version 2012-10-17 or greater."
    static let statement = #"{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}"#

    @Test(arguments: [
        StorageVector("not json", syntax),
        StorageVector("", syntax),
        StorageVector("[]", syntax),
        StorageVector(#"{"Version": "2012-10-17"}"#, syntax),
        StorageVector(#"{"Version": "2012-10-17", "Statement": []}"#, syntax),
        StorageVector(#"{"Version": "2012-10-17", "Statement": ["x"]}"#, syntax),
        StorageVector(#"{"Version": "2012-10-17", "Statement": "x"}"#, syntax),
        StorageVector(#"{"Version": "2013-10-17", "Statement": \#(statement)}"#, syntax),
        StorageVector(#"{"Version": 2012, "Statement": \#(statement)}"#, syntax),
        StorageVector(#"{"Version": "2012-10-17", "Statement": \#(statement), "Extra": 1}"#, syntax),
        StorageVector(#"{"version": "2012-10-17", "Statement": \#(statement)}"#, syntax),
        StorageVector(#"{"Version": "2012-10-17", "Id": {}, "Statement": \#(statement)}"#, syntax),
        StorageVector(#"{"Version": "2012-10-17", "Id": "x", "Statement": \#(statement)}"#, nil),
        StorageVector(#"{"Version": "2012-10-17", "Statement": \#(statement)} x"#, syntax),
        StorageVector(#"{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": \#(statement)}"#, syntax),
        StorageVector(statement: #""Effect": "Allow", "Action": "s3:x", "Resource": "*", "Extra": 1"#, syntax),
        StorageVector(statement: #""Effect": "Allow", "Action": "s3:x", "Resource": "*", "Resource": "*""#, syntax),
        StorageVector(statement: #""Action": "s3:x", "Resource": "*""#, syntax),
        StorageVector(statement: #""Effect": "Permit", "Action": "s3:x", "Resource": "*""#, syntax),
        StorageVector(statement: #""Effect": ["Allow"], "Action": "s3:x", "Resource": "*""#, syntax),
        StorageVector(statement: #""Sid": {}, "Effect": "Allow", "Action": "s3:x", "Resource": "*""#, syntax),
        StorageVector(statement: #""Effect": "Allow", "Action": "s3:x", "NotAction": "s3:y", "Resource": "*""#, syntax),
        StorageVector(statement: #""Effect": "Allow", "Action": [], "NotAction": "s3:y", "Resource": "*""#, syntax),
        StorageVector(statement: #""Effect": "Allow", "Action": "s3:x", "Resource": "*", "NotResource": "*""#, syntax),
        StorageVector(action: #""Action": {}"#, syntax),
        StorageVector(action: #""Action": [[]]"#, syntax),
        StorageVector(action: #""Action": null"#, syntax),
        StorageVector(action: #""Action": [null, "s3:x"]"#, nil),
        StorageVector(resource: #"{"a": "*"}"#, syntax),
        StorageVector(resource: #"["x", {}]"#, syntax),
        StorageVector(resource: #"["*", null]"#, nil),
        StorageVector(condition: "[]", syntax),
        StorageVector(condition: #""a""#, syntax),
        StorageVector(condition: #"{"a": "b"}"#, syntax),
        StorageVector(condition: #"{"StringEquals": []}"#, syntax),
        StorageVector(condition: #"{"StringEquals": {"a": {}}}"#, syntax),
        StorageVector(condition: #"{"StringEquals": {"a": [{}]}}"#, syntax),
        StorageVector(condition: #"{"StringEquals": {"a": ["x", 1, true]}}"#, nil),
        StorageVector(condition: #"{"StringEquals": {"a": []}}"#, nil),
        StorageVector(condition: #"{"StringEquals": {"a": null}}"#, syntax),
        StorageVector(condition: #"{"StringEquals": {"a": ["x", null]}}"#, syntax),
        StorageVector(condition: #"{"Unknown": {"a": "1"}}"#, syntax),
        StorageVector(condition: #"{"Unknown": {}, "Other": {}}"#, nil),
        StorageVector(condition: #"{"stringEquals": {"a": "1"}}"#, syntax),
        StorageVector(condition: #"{"ForAnyValue::StringEquals": {"a": "1"}}"#, syntax),
        StorageVector(condition: #"{"ForAnyValue:StringEqualsIfExists": {"a": "1"}}"#, nil),
        StorageVector(condition: #"{"NullIfExists": {"a": "true"}}"#, syntax),
        StorageVector(condition: #"{"NotBool": {"a": "true"}}"#, syntax),
        StorageVector(condition: "{}", nil),
    ])
    func `1 is read`(_ vector: StorageVector) { vector.check() }

    @Test(arguments: [
        StorageVector(#"{"Statement": \#(statement)}"#, version),
        StorageVector(#"{"Version": "2008-10-17", "Statement": \#(statement)}"#, version),
        StorageVector(#"{"Version": "2008-10-17", "Statement": \#(statement)}"#, version, as: .boundary),
        StorageVector(#"{"Version": "2008-10-17", "Statement": \#(statement)}"#, nil, as: .inline),
        StorageVector(#"{"Statement": \#(statement)}"#, nil, as: .session),
        StorageVector(#"{"Statement": {"Effect": "denY", "Action": "s3:x", "Resource": "*"}}"#, version),
    ])
    func `2 has its version looked at`(_ vector: StorageVector) { vector.check() }

    @Test(arguments: [
        StorageVector(statement: #""Effect": "denY", "Action": "s3:x", "Resource": "*""#, legacy),
        StorageVector(statement: #""Effect": "allow", "Resource": "arn:aws:s3:us-east-1::b""#, legacy),
        StorageVector(statement: #""Effect": "Allow", "Resource": "arn:aws:s3::b""#, legacy),
        StorageVector(condition: #"{"DateGreaterThan": {"a": "tomorrow"}}"#, legacy),
        StorageVector(condition: #"{"DateLessThan": {"a": "234-13"}}"#, legacy),
        StorageVector(condition: #"{"DateLessThan": {"a": "2016-12-13t2:00:00.593194+1"}}"#, legacy),
        StorageVector(condition: #"{"DateLessThan": {"a": "2016-12-13t2:00:00.1999999999+10:59"}}"#, legacy),
        StorageVector(condition: #"{"DateLessThan": {"a": "9223372036854775808"}}"#, legacy),
        StorageVector(condition: #"{"DateLessThan": {"a": "2016-12-13t2:00:00.593194+23"}}"#, nil),
        StorageVector(condition: #"{"DateLessThan": {"a": "-292275054"}}"#, nil),
        StorageVector(condition: #"{"DateLessThan": {"a": "-292275055"}}"#, legacy),
        StorageVector(condition: #"{"DateLessThan": {"a": "01T"}}"#, nil),
        StorageVector(condition: #"{"DateLessThan": {"a": 1893456000}}"#, nil),
        StorageVector(resource: #""arn:aws:s3::b""#, legacy),
        StorageVector(resource: #"["*", "arn:aws:s3::b"]"#, legacy),
        StorageVector(resource: #""arn:aws::b""#, legacy),
        StorageVector(resource: #""arn:aws::::b""#, legacy),
        StorageVector(
            statement: #""Effect": "Allow", "Action": "s3:x", "NotResource": "arn:aws:s3::b""#, legacy),
    ])
    func `3 passes legacy parsing`(_ vector: StorageVector) { vector.check() }

    @Test(
        arguments: [
            (#"{"NumericEquals": {"a": "01"}}"#, nil, nil),
            (#"{"NumericEquals": {"a": "NaN"}}"#, legacy, nil),
            (#"{"NumericEquals": {"a": "no-number"}}"#, legacy, nil),
            (#"{"DateEquals": {"a": "not-a-date"}}"#, legacy, nil),
            (#"{"ArnLike": {"a": "not-an-arn"}}"#, legacy, nil),
            (#"{"ArnLike": {"a": "*"}}"#, nil, nil),
            (#"{"ArnLike": {"a": "${aws:PrincipalArn}"}}"#, nil, nil),
            (#"{"IpAddress": {"a": "not-an-ip"}}"#, legacy, nil),
            (#"{"IpAddress": {"a": "2001:db8::1/32"}}"#, legacy, nil),
            (#"{"IpAddress": {"a": "::ffff:203.0.113.7"}}"#, legacy, nil),
            (#"{"IpAddress": {"a": "203.0.113.7/24"}}"#, nil, nil),
            (#"{"BinaryEquals": {"a": "no base64"}}"#, legacy, legacy),
            (#"{"Bool": {"a": "yes"}}"#, nil, nil),
            (#"{"Null": {"a": "TRUE"}}"#, nil, nil),
        ] as [(String, String?, String?)])
    func `3 has its literals checked, unless it belongs to a session`(
        condition: String, stored: String?, session: String?
    ) {
        StorageVector(condition: condition, stored).check()
        StorageVector(condition: condition, stored, as: .inline).check()
        StorageVector(condition: condition, session, as: .session).check()
    }

    @Test func `4 has statement ids that are unique and plain`() {
        func statements(_ first: String, _ second: String, _ rest: String = #""Action": "s3:x", "Resource": "*""#)
            -> String
        {
            """
            {"Version": "2012-10-17", "Statement": [
             {"Sid": "\(first)", "Effect": "Allow", "Action": "s3:x", "Resource": "*"},
             {"Sid": "\(second)", "Effect": "Allow", \(rest)}]}
            """
        }
        let repeated = "Statement IDs (SID) in a single policy must be unique."
        StorageVector(statements("a", "a"), repeated).check()
        StorageVector(statements("a", "a", #""Action": []"#), repeated).check()
        StorageVector(statements("a", "A"), nil).check()
        StorageVector(statements("", ""), nil).check()
        #expect(refusal(statements("a", "b c"), as: .managed) == .sidNotAlphanumeric)
    }

    @Test(arguments: [
        StorageVector(statement: #""Effect": "Allow""#, "Policy statement must contain actions."),
        StorageVector(statement: #""Effect": "Allow", "Resource": "*""#, "Policy statement must contain actions."),
        StorageVector(action: #""Action": []"#, "Policy statement must contain actions."),
        StorageVector(action: #""NotAction": [null]"#, "Policy statement must contain actions."),
        StorageVector(statement: #""Effect": "Allow", "Resource": "x""#, "Policy statement must contain actions."),
    ])
    func `5 contains actions`(_ vector: StorageVector) { vector.check() }

    static let iamPath =
        "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, instance-profile/, "
        + "mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/."

    @Test(arguments: [
        StorageVector(resource: #""invalid resource""#, "Resource invalid resource must be in ARN format or \"*\"."),
        StorageVector(resource: #""""#, "Resource  must be in ARN format or \"*\"."),
        StorageVector(resource: #"["b", "a"]"#, "Resource a must be in ARN format or \"*\"."),
        StorageVector(resource: #""a:b""#, "Partition \"b\" is not valid for resource \"arn:b:*:*:*:*\"."),
        StorageVector(resource: #""a:b:c""#, "Partition \"b\" is not valid for resource \"arn:b:c:*:*:*\"."),
        StorageVector(
            resource: #""a:b:c:d:e:f:g:h""#, "Partition \"b\" is not valid for resource \"arn:b:c:d:e:f:g:h\"."),
        StorageVector(
            resource: #""aws:s3:::bucket""#, "Partition \"s3\" is not valid for resource \"arn:s3:::bucket:*\"."),
        StorageVector(
            resource: #"["arn:error:s3:::b", "arn:error:s3::b"]"#,
            "Partition \"error\" is not valid for resource \"arn:error:s3:::b\"."),
        StorageVector(
            resource: #""arn:aws""#, "Resource vendor must be fully qualified and cannot contain regexes."),
        StorageVector(
            resource: #""arn:aws:iam:us-east-1::role/x""#,
            "IAM resource arn:aws:iam:us-east-1::role/x cannot contain region information."),
        StorageVector(
            resource: #""arn:aws:s3:us-east-1::bucket""#,
            "Resource arn:aws:s3:us-east-1::bucket can not contain region information."),
        StorageVector(resource: #""arn:aws:s3:us-east-1:123456789012:accesspoint/x""#, nil),
        StorageVector(resource: #""arn:aws:ec2:us-east-1::bucket""#, nil),
        StorageVector(resource: #""arn:aws:iam:::bucket""#, iamPath),
        StorageVector(resource: #""arn:aws:iam:::user/x""#, nil),
        StorageVector(resource: #""arn:aws:iam::123456789012:*""#, nil),
        StorageVector(resource: #""arn:aws:fdsasf""#, nil),
        StorageVector(
            statement: #""Effect": "Allow", "Action": "s:3:x", "Resource": "x""#,
            "Resource x must be in ARN format or \"*\"."),
    ])
    func `6 names resources of the right shape`(_ vector: StorageVector) { vector.check() }

    @Test(arguments: [
        StorageVector(
            action: #""Action": "invalid""#,
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        StorageVector(
            action: #""NotAction": """#, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        StorageVector(action: #""Action": "s3:List:Bucket""#, "Actions/Condition can contain only one colon."),
        StorageVector(action: #""Action": "a a:ListBucket""#, "Vendor a a is not valid"),
        StorageVector(action: #""Action": "s*:ListBucket""#, "Vendor s* is not valid"),
        StorageVector(action: #""Action": ["*", "s3-s:x", "s3.s:x", "iam: any thing "]"#, nil),
        StorageVector(
            statement: #""Effect": "Allow", "Action": "invalid""#,
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
    ])
    func `7 names actions of the right shape`(_ vector: StorageVector) { vector.check() }

    @Test(arguments: [PolicyKind.inline, .managed, .boundary, .session])
    func `8 names resources and nobody, when it belongs to whoever asks`(_ kind: PolicyKind) {
        let missing = "Policy statement must contain resources."
        StorageVector(statement: #""Effect": "Allow", "Action": "s3:x""#, missing, as: kind).check()
        StorageVector(statement: #""Effect": "Allow", "Action": "s3:x", "Resource": []"#, missing, as: kind).check()
        StorageVector(
            statement: #""Effect": "Allow", "Action": "s3:x", "Resource": "*", "Principal": "*""#,
            "Policy document should not specify a principal.", as: kind
        ).check()
    }

    static let trustAction =
        "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity"

    @Test(
        arguments: [
            (#""AWS": "123456789012""#, #""Action": "sts:AssumeRole""#, nil),
            (
                #""AWS": "123456789012""#,
                #""Action": ["sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext", "sts:*"]"#, nil
            ),
            (#""AWS": "123456789012""#, #""Action": "STS:assumerole""#, nil),
            (#""AWS": "123456789012""#, #""Action": "s3:GetObject""#, trustAction),
            (#""AWS": "123456789012""#, #""Action": "sts:GetCallerIdentity""#, trustAction),
            (#""AWS": "123456789012""#, #""Action": "*""#, trustAction),
            (
                #""AWS": "123456789012""#, #""Action": "sts:AssumeRole", "Resource": "*""#,
                "Has prohibited field Resource"
            ),
            (#""AWS": "*""#, #""Action": "sts:AssumeRole""#, nil),
            (#""AWS": "AROAQAAAAAAAEXAMPLE01""#, #""Action": "sts:AssumeRole""#, nil),
            (#""AWS": "arn:aws:iam::123456789012:root""#, #""Action": "sts:AssumeRole""#, nil),
            (#""AWS": "nobody""#, #""Action": "sts:AssumeRole""#, #"Invalid principal in policy: "AWS":"nobody""#),
            (
                #""AWS": "12345678901""#, #""Action": "sts:AssumeRole""#,
                #"Invalid principal in policy: "AWS":"12345678901""#
            ),
            (
                #""AWS": "arn:aws:iam::123456789012:user/*""#, #""Action": "sts:AssumeRole""#,
                #"Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:user/*""#
            ),
            (#""AWS": []"#, #""Action": "sts:AssumeRole""#, "Missing required field Principal"),
            (#""Robot": "x""#, #""Action": "sts:AssumeRole""#, syntax),
        ] as [(String, String, String?)])
    func `9 says who may wear the role and nothing else`(principal: String, actions: String, message: String?) {
        StorageVector(statement: #""Effect": "Allow", "Principal": {\#(principal)}, \#(actions)"#, message, as: .trust)
            .check()
    }

    @Test func `9 names its principals, one by one`() {
        let rest = #""Effect": "Allow", "Action": "sts:AssumeRole""#
        StorageVector(statement: rest, "Missing required field Principal", as: .trust).check()
        StorageVector(statement: #"\#(rest), "Principal": "*""#, #"Invalid principal in policy: "*""#, as: .trust)
            .check()
        StorageVector(statement: #"\#(rest), "Principal": "123456789012""#, Self.syntax, as: .trust).check()
        StorageVector(
            statement: #"\#(rest), "NotPrincipal": {"AWS": "123456789012"}"#, "Has prohibited field NotPrincipal",
            as: .trust
        ).check()
        StorageVector(
            statement: #"\#(rest), "Principal": {"AWS": "123456789012"}, "NotPrincipal": {"AWS": "123456789012"}"#,
            Self.syntax, as: .trust
        ).check()
    }

    @Test func `of a resource may be freer`() {
        StorageVector(
            statement:
                #""Sid": "with blanks", "Effect": "Allow", "Principal": "*", "Action": "s3:x", "Resource": "b/*""#,
            nil, as: .resource
        ).check()
        StorageVector(
            statement: #""Effect": "Allow", "Action": "s3:x""#, "Missing required field Principal", as: .resource
        )
        .check()
    }

    @Test func `keeps its text and counts what is not white space`() throws {
        let text = "{ \"Version\": \"2012-10-17\",\n\t\"Statement\": \(Self.statement) }\r\n"
        let document = try PolicyDocument(parsing: text, as: .managed)
        #expect(document.text == text)
        #expect(document.size == 95)
    }

    @Test func `may name another partition where the deployment is in one`() {
        let text =
            #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:x", "Resource": "arn:aws-cn:s3:::b"}}"#
        #expect(refusal(text, as: .managed) == .partitionInvalid("aws-cn", arn: "arn:aws-cn:s3:::b"))
        #expect(refusal(text, as: .managed, under: PolicyRules(partition: "aws-cn")) == nil)
    }

    @Test(
        arguments: [
            (.inlineOfRole("r"), 10_240, "Maximum policy size of 10240 bytes exceeded for role r"),
            (.inlineOfUser("u"), 2_048, "Maximum policy size of 2048 bytes exceeded for user u"),
            (.inlineOfGroup("g"), 5_120, "Maximum policy size of 5120 bytes exceeded for group g"),
            (.managed, 6_144, "Cannot exceed quota for PolicySize: 6144"),
            (.trust, 2_048, "Cannot exceed quota for ACLSizePerRole: 2048"),
            (.trust(limit: 8_192), 8_192, "Cannot exceed quota for ACLSizePerRole: 8192"),
        ] as [(PolicyQuota, Int, String)])
    func `fits its place together with what is there`(quota: PolicyQuota, limit: Int, message: String) throws {
        try quota.admit(limit - 10, 10)
        let error = #expect(throws: PolicyError.tooLarge(quota)) { try quota.admit(limit - 10, 11) }
        #expect(error?.message == message)
        #expect(error?.code == "LimitExceeded")
    }
}
