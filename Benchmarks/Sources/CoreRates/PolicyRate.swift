import IAMPolicy
import IdentityModel

/// A person's session asks for an object under its own prefix: a role with four statements, one of them a Deny, a boundary
/// and a session policy, variables and conditions.
struct PolicyRate {
    private let layers: PolicyLayers
    private let caller: Caller
    private let identity = "us-east-1:7d9c0c5e-0000-4000-8000-000000000001"

    init() throws {
        func policy(_ text: String, as kind: PolicyKind = .inline) throws -> AttachedPolicy {
            AttachedPolicy(name: "p", document: try PolicyDocument(parsing: text, as: kind))
        }
        layers = PolicyLayers(
            identity: [
                try policy(
                    #"""
                    {"Version": "2012-10-17", "Statement": [
                        {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:*:*:table/users"},
                        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::app"},
                        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"],
                         "Resource": "arn:aws:s3:::app/${cognito-identity.amazonaws.com:sub}/*"},
                        {"Effect": "Deny", "Action": "*", "Resource": "*",
                         "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
                    """#)
            ],
            boundary: try policy(
                #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#),
            session: [
                try policy(
                    #"""
                    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*",
                     "Resource": "arn:aws:s3:::app/*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue"}}}}
                    """#, as: .session)
            ])
        guard let account = AccountID("123456789012") else { throw Unusable("account") }
        caller = .roleSession(
            .init(
                account: account, roleARN: "arn:aws:iam::123456789012:role/app", roleID: "AROAQAAAAAAAABCDEFGHI",
                sessionARN: "arn:aws:sts::123456789012:assumed-role/app/CognitoIdentityCredentials"))
    }

    func member() throws -> String {
        guard layers.evaluate(request).isAllowed else { throw Unusable("the policies do not allow it") }
        let made = request
        let judged = Rate { keep(layers.evaluate(made).isAllowed) }
        let whole = Rate { keep(layers.evaluate(request).isAllowed) }
        let plain = plainly()
        return judged.member("policy evaluations", against: plain) + ", "
            + whole.member("policy evaluations, context made", against: plain)
    }

    /// What a decision is about, made anew as for every request.
    private var request: AccessRequest {
        var context = RequestContext()
        context.setTime(1_700_000_000)
        context.set(.secureTransport, to: true)
        context.set(.sourceIP, to: "203.0.113.7")
        context.set(.principalType, to: "AssumedRole")
        context.setPrincipalTags([(key: "team", value: "blue")])
        context.setToken(.cognito, audience: "us-east-1:pool", subject: identity, methods: ["authenticated"])
        return AccessRequest(
            by: caller, action: "s3:GetObject", resource: ARN("arn:aws:s3:::app/\(identity)/photo.jpg"),
            context: context)
    }

    /// The same decision by comparing texts in a loop, with nothing of the language: no patterns, no variables.
    private func plainly() -> Rate {
        let statements: [(isDeny: Bool, action: String, prefix: String, key: String?, value: String)] = [
            (false, "dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/users", nil, ""),
            (false, "s3:ListBucket", "arn:aws:s3:::app", nil, ""),
            (false, "s3:GetObject", "arn:aws:s3:::app/\(identity)/", nil, ""),
            (true, "s3:GetObject", "", "aws:securetransport", "false"),
            (false, "s3:GetObject", "", nil, ""),
            (false, "s3:GetObject", "arn:aws:s3:::app/", "aws:principaltag/team", "blue"),
        ]
        let context = [
            "aws:securetransport": "true", "aws:sourceip": "203.0.113.7", "aws:principaltag/team": "blue",
            "cognito-identity.amazonaws.com:sub": identity,
        ]
        let (action, resource) = ("s3:GetObject", "arn:aws:s3:::app/\(identity)/photo.jpg")
        return Rate {
            var allowed = 0
            for statement in statements
            where statement.action == action && resource.hasPrefix(statement.prefix)
                && (statement.key.map { context[$0] == statement.value } ?? true)
            {
                allowed += statement.isDeny ? -9 : 1
            }
            keep(allowed)
        }
    }
}

/// The program would measure something else than it was meant to.
struct Unusable: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
