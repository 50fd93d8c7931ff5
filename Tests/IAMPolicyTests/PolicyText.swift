import IAMPolicy
import Testing

/// Documents that differ in one place.
enum PolicyText: String, CustomTestStringConvertible {
    case session, managed

    var testDescription: String { rawValue }
    var kind: PolicyKind { self == .session ? .session : .managed }

    func refusal(condition: String) -> PolicyError? {
        IAMPolicyTests.refusal(
            """
            {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": \(condition)}}
            """, as: kind)
    }
}
