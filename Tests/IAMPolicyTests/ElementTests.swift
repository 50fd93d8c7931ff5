import IAMPolicy
import Testing

@Suite struct `Actions and resources` {
    private func isAllowed(_ statement: String, _ action: Action, _ resource: ARN, kind: PolicyKind = .inline) throws
        -> Bool
    {
        let request = AccessRequest(by: .user, action: action, resource: resource, context: RequestContext())
        guard kind == .resource else {
            let policy = try AttachedPolicy.named("p", kind, #""Effect": "Allow", \#(statement)"#)
            return PolicyLayers(identity: [policy]).evaluate(request).isAllowed
        }
        let policy = try AttachedPolicy.named("p", kind, #""Effect": "Allow", "Principal": "*", \#(statement)"#)
        return PolicyLayers(resource: policy).evaluate(request).isAllowed
    }

    @Test(
        arguments: [
            (#""Action": "*""#, "s3:GetObject", true),
            (#""Action": "s3:*""#, "s3:GetObject", true),
            (#""Action": "S3:getobject""#, "s3:GetObject", true),
            (#""Action": "s3:getobject""#, "S3:GETOBJECT", true),
            (#""Action": "s3:Get*""#, "s3:PutObject", false),
            (#""Action": "s3:Get?bject""#, "s3:GetObject", true),
            (#""Action": "s3:Get?bject""#, "s3:GetXObject", false),
            (#""Action": ["ec2:*", "s3:GetObject"]"#, "s3:GetObject", true),
            (#""Action": "s3:Get[O]bject""#, "s3:GetObject", false),
            (#""NotAction": "s3:*""#, "ec2:RunInstances", true),
            (#""NotAction": "s3:*""#, "s3:GetObject", false),
            (#""NotAction": ["ec2:*", "s3:Put*"]"#, "s3:GetObject", true),
        ] as [(String, Action, Bool)])
    func `match actions without regard to case`(element: String, action: Action, matches: Bool) throws {
        #expect(try isAllowed(#"\#(element), "Resource": "*""#, action, "arn:aws:s3:::b/k") == matches)
    }

    @Test(
        arguments: [
            (#""Resource": "*""#, "arn:aws:s3:::b/k", true),
            (#""Resource": "*""#, .none, true),
            (#""Resource": "arn:aws:s3:::*""#, .none, false),
            (#""NotResource": "arn:aws:s3:::*""#, .none, true),
            (#""Resource": "arn:aws:s3:::b/*""#, "arn:aws:s3:::b/k", true),
            (#""Resource": "arn:aws:s3:::b/*""#, "arn:aws:s3:::b", false),
            (#""Resource": "arn:aws:s3:::b/folder/*/object""#, "arn:aws:s3:::b/folder/a:b/object", true),
            (#""Resource": "arn:aws:s3:::b/folder/*/object""#, "arn:aws:s3:::b/folder/a/b/object", true),
            (#""Resource": "arn:aws:s3:::name*""#, "arn:aws:s3:::name:suffix/object", true),
            (#""Resource": "arn:aws:s3:::B/k""#, "arn:aws:s3:::b/k", false),
            (#""Resource": "arn:aws:S3:::b/k""#, "arn:aws:s3:::b/k", true),
            (#""Resource": "arn:aws:ec2:EU-west-1:*:i/*""#, "arn:aws:ec2:eu-west-1:1:i/x", true),
            (#""Resource": "arn:aws:ec2:*:i/*""#, "arn:aws:ec2:eu-west-1:1:i/x", false),
            (#""Resource": "arn:aws:ec2:*:*:i/?""#, "arn:aws:ec2:eu-west-1:1:i/x", true),
            (#""Resource": "arn:aws:s3:::b/?""#, "arn:aws:s3:::b/😀", false),
            (#""Resource": "arn:aws:s3:::b/??""#, "arn:aws:s3:::b/😀", true),
            (#""Resource": "arn:aws:s3:::b/\u00e9""#, "arn:aws:s3:::b/e\u{301}", false),
            (#""Resource": "arn:aws:s3*""#, "arn:aws:s3:::b/k", true),
            (#""Resource": "arn:aws:sqs""#, "arn:aws:sqs:eu-west-1:1:q", true),
            (#""Resource": "arn:aws:sqs""#, "arn:aws:sqsx:eu-west-1:1:q", false),
            (#""Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b/k"]"#, "arn:aws:s3:::b/k", true),
            (#""NotResource": ["arn:aws:s3:::a", "arn:aws:s3:::b/k"]"#, "arn:aws:s3:::b/k", false),
            (#""NotResource": "arn:aws:s3:::a""#, "arn:aws:s3:::b/k", true),
        ] as [(String, ARN, Bool)])
    func `match resources part by part`(element: String, resource: ARN, matches: Bool) throws {
        #expect(try isAllowed(#""Action": "*", \#(element)"#, "s3:GetObject", resource) == matches)
    }

    @Test(arguments: [("arn:aws:s3*", true), ("arn:aws:s3", false), ("arn:aws:s3:::*", true), ("b/*", false)])
    func `spill a short pattern over in a resource policy only behind a star`(pattern: String, matches: Bool) throws {
        #expect(
            try isAllowed(
                #""Action": "*", "Resource": "\#(pattern)""#, "s3:GetObject", "arn:aws:s3:::b/k", kind: .resource)
                == matches)
    }

    @Test func `with many stars are matched in reasonable time`() throws {
        let pattern = String(repeating: "a*", count: 500)
        let value = String(repeating: "a", count: 4_000) + "b"
        #expect(
            try isAllowed(
                #""Action": "*", "Resource": "arn:aws:s3:::\#(pattern)c""#, "s3:GetObject", ARN("arn:aws:s3:::" + value)
            )
                == false)
    }
}
