import IAMPolicy
import IdentityModel
import Testing

extension AccountID {
    static let sample = AccountID("123456789012")!
    static let other = AccountID("210987654321")!
}

extension Caller {
    static let session = Caller.roleSession(
        .init(
            account: .sample, roleARN: "arn:aws:iam::123456789012:role/app/Reader", roleID: "AROAQAAAAAAAEXAMPLE01",
            sessionARN: "arn:aws:sts::123456789012:assumed-role/Reader/alice"))
    static let user = Caller.user(
        account: .sample, arn: "arn:aws:iam::123456789012:user/Ann", id: "AIDAQAAAAAAAEXAMPLE02")
    static let token = Caller.federated(provider: "cognito-identity.amazonaws.com")
}

extension AttachedPolicy {
    /// A policy of one statement, given the inside of its braces.
    static func named(_ name: String, _ kind: PolicyKind, _ statements: String...) throws -> AttachedPolicy {
        let text =
            #"{"Version": "2012-10-17", "Statement": [\#(statements.map { "{\($0)}" }.joined(separator: ", "))]}"#
        return AttachedPolicy(name: name, document: try PolicyDocument(parsing: text, as: kind))
    }
}

/// The refusal of a document, or nil when it is taken.
func refusal(_ text: String, as kind: PolicyKind, under rules: PolicyRules = .standard) -> PolicyError? {
    do throws(PolicyError) {
        _ = try PolicyDocument(parsing: text, as: kind, under: rules)
        return nil
    } catch {
        return error
    }
}
