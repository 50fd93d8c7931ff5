import IAMPolicy
import Testing

@Suite struct `A trust policy for tokens that everybody can get` {
    static let missing = "A condition block must be present for the Cognito provider"
    static let unscoped =
        "Trust policy with trusted principal cognito-identity.amazonaws.com must evaluate, using StringEquals, StringLike or "
        + "StringEqualsIgnoreCase, cognito-identity.amazonaws.com:aud which is not scoped to all."

    private static func statement(
        _ condition: String?, effect: String = "Allow", action: String = #""sts:AssumeRoleWithWebIdentity""#,
        provider: String = "cognito-identity.amazonaws.com"
    ) -> String {
        let tail = condition.map { #", "Condition": \#($0)"# } ?? ""
        return #"{"Effect": "\#(effect)", "Principal": {"Federated": "\#(provider)"}, "Action": \#(action)\#(tail)}"#
    }

    private static func message(_ statements: String..., rules: PolicyRules = .standard) -> String? {
        let text = #"{"Version": "2012-10-17", "Statement": [\#(statements.joined(separator: ", "))]}"#
        return refusal(text, as: .trust, under: rules)?.message
    }

    private static let good = #"{"StringEquals": {"cognito-identity.amazonaws.com:aud": "pool"}}"#

    @Test(
        arguments: [
            (nil, missing),
            ("{}", unscoped),
            (#"{"StringEquals": {"cognito-identity.amazonaws.com:aud": "pool"}}"#, nil),
            (#"{"StringLike": {"cognito-identity.amazonaws.com:aud": "eu-west-1:*"}}"#, nil),
            (#"{"StringEqualsIgnoreCase": {"cognito-identity.amazonaws.com:aud": "pool"}}"#, nil),
            (#"{"StringEquals": {"COGNITO-identity.amazonaws.com:AUD": "pool"}}"#, nil),
            (#"{"ForAnyValue:StringEquals": {"cognito-identity.amazonaws.com:aud": "pool"}}"#, nil),
            (#"{"ForAllValues:StringLike": {"cognito-identity.amazonaws.com:aud": "pool"}}"#, nil),
            (#"{"StringEqualsIfExists": {"cognito-identity.amazonaws.com:aud": "pool"}}"#, unscoped),
            (#"{"StringNotEquals": {"cognito-identity.amazonaws.com:aud": "pool"}}"#, unscoped),
            (#"{"Null": {"cognito-identity.amazonaws.com:aud": "false"}}"#, unscoped),
            (#"{"Bool": {"cognito-identity.amazonaws.com:aud": "true"}}"#, unscoped),
            (#"{"NumericEquals": {"cognito-identity.amazonaws.com:aud": "1"}}"#, unscoped),
            (#"{"StringEquals": {"cognito-identity.amazonaws.com:sub": "x"}}"#, unscoped),
            (#"{"StringLike": {"cognito-identity.amazonaws.com:aud": "*"}}"#, unscoped),
            (#"{"StringEquals": {"cognito-identity.amazonaws.com:aud": ["pool", "*"]}}"#, unscoped),
            (#"{"StringLike": {"cognito-identity.amazonaws.com:aud": ["?", "**", "*?"]}}"#, nil),
            (#"{"StringEquals": {"cognito-identity.amazonaws.com:aud": ""}}"#, nil),
            (#"{"StringEquals": {"cognito-identity.amazonaws.com:aud": []}}"#, nil),
            (
                #"{"StringLike": {"cognito-identity.amazonaws.com:aud": "*"}, "StringEquals": {"cognito-identity.amazonaws.com:aud": "p"}}"#,
                nil
            ),
        ] as [(String?, String?)])
    func `must say which pool`(condition: String?, message: String?) {
        #expect(Self.message(Self.statement(condition)) == message)
    }

    @Test func `is judged statement by statement`() {
        #expect(Self.message(Self.statement(Self.good), Self.statement(nil)) == Self.missing)
        #expect(Self.message(Self.statement(nil, effect: "Deny")) == nil)
        #expect(Self.message(Self.statement(nil, action: #""sts:TagSession""#)) == nil)
        #expect(Self.message(Self.statement(nil, action: #""sts:Assume*""#)) == Self.missing)
        #expect(Self.message(Self.statement(nil, action: #"["sts:TagSession", "sts:*"]"#)) == Self.missing)
        #expect(Self.message(Self.statement(nil, provider: "idp.example.com")) == nil)
    }

    @Test func `is let through where the control is switched off`() {
        #expect(Self.message(Self.statement(nil), rules: .stored) == nil)
        #expect(Self.message(Self.statement(nil), rules: PolicyRules(controlsProviders: false)) == nil)
    }

    @Test(
        arguments: [
            ("accounts.google.com", "accounts.google.com:aud", nil),
            ("accounts.google.com", "accounts.google.com:oaud", nil),
            ("accounts.google.com", "accounts.google.com:AUD", "accounts.google.com"),
            ("accounts.google.com", "accounts.google.com:email", "accounts.google.com"),
            ("graph.facebook.com", "graph.facebook.com:app_id", nil),
            ("graph.facebook.com", "graph.facebook.com:aud", "graph.facebook.com"),
            ("www.amazon.com", "www.amazon.com:sub", nil),
            ("www.amazon.com", "www.amazon.com:aud", "www.amazon.com"),
        ] as [(String, String, String?)])
    func `must say which application of another shared issuer`(provider: String, key: String, refusedFor: String?) {
        let expected = refusedFor.map { "Policy trusting \($0) requires a StringEquals condition on an application id" }
        #expect(Self.message(Self.statement(#"{"StringEquals": {"\#(key)": "x"}}"#, provider: provider)) == expected)
        #expect(Self.message(Self.statement(nil, provider: provider)) != nil)
        #expect(Self.message(Self.statement(#"{"StringNotEquals": {"\#(key)": "x"}}"#, provider: provider)) != nil)
    }
}
