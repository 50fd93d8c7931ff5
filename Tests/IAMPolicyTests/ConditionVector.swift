import IAMPolicy
import Testing

/// What a request holds under the key that a vector asks about.
enum Held: CustomStringConvertible {
    case missing
    case one(String)
    case list([String])

    var description: String {
        switch self {
        case .missing: "no value"
        case .one(let value): "\"\(value)\""
        case .list(let values): "the list \(values)"
        }
    }
}

/// One operator, what the policy says, what the request holds, and whether a statement applies then.
struct ConditionVector: CustomTestStringConvertible {
    let name: String
    /// As JSON.
    let policy: String
    let held: Held
    let allowApplies: Bool
    let denyApplies: Bool
    let others: [String: String]

    /// - Parameter asDeny: where it is not the same for a Deny.
    init(
        _ name: String, _ policy: String, _ held: Held, _ applies: Bool, asDeny: Bool? = nil,
        others: [String: String] = [:]
    ) {
        self.name = name
        self.policy = policy
        self.held = held
        allowApplies = applies
        denyApplies = asDeny ?? applies
        self.others = others
    }

    init(_ name: String, _ policy: String, _ value: String, _ applies: Bool, asDeny: Bool? = nil) {
        self.init(name, policy, .one(value), applies, asDeny: asDeny)
    }

    var testDescription: String { "\(name) \(policy) on \(held) \(others.isEmpty ? "" : "\(others)")" }

    /// Session policies, because they take literals of the wrong type.
    func check(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
        var context = RequestContext()
        switch held {
        case .missing: break
        case .one(let value): context.set("test:Key", to: value)
        case .list(let values): context.set("test:Key", toEach: values)
        }
        for (key, value) in others { context.set(ConditionKey(key), to: value) }
        let request = AccessRequest(
            by: .user(account: .sample, arn: "arn:aws:iam::123456789012:user/u", id: "AIDAEXAMPLE"),
            action: "s3:GetObject", context: context)

        let everything = try PolicyDocument(parsing: statement("Allow", condition: "{}"), as: .session)
        let allow = try PolicyDocument(parsing: statement("Allow", condition: condition), as: .session)
        let deny = try PolicyDocument(parsing: statement("Deny", condition: condition), as: .session)
        let allowed = PolicyLayers(identity: [AttachedPolicy(name: "a", document: allow)]).evaluate(request)
        let denied = PolicyLayers(identity: [
            AttachedPolicy(name: "all", document: everything), AttachedPolicy(name: "d", document: deny),
        ]).evaluate(request)
        #expect(allowed.isAllowed == allowApplies, "as Allow", sourceLocation: sourceLocation)
        #expect(denied.isAllowed == !denyApplies, "as Deny", sourceLocation: sourceLocation)
    }

    private var condition: String { "{\"\(name)\": {\"test:Key\": \(policy)}}" }

    private func statement(_ effect: String, condition: String) -> String {
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "\(effect)", "Action": "*", "Resource": "*",
         "Condition": \(condition)}}
        """
    }
}
