/// Which part of the whole a policy has in a decision.
package enum PolicyLayer: String, Sendable, Hashable {
    /// Deployment-wide, over everybody.
    case guardrail
    case resource
    case trust
    case identity
    case boundary
    case session
}

/// The statement that decided.
package struct StatementReference: Sendable, Hashable {
    package let layer: PolicyLayer
    /// The name under which the policy is attached.
    package let policy: String
    /// Counted from 0.
    package let statement: Int
    package let sid: String?

    package init(layer: PolicyLayer, policy: String, statement: Int, sid: String?) {
        self.layer = layer
        self.policy = policy
        self.statement = statement
        self.sid = sid
    }

    /// An account's own root credentials need no policy.
    static let root = StatementReference(layer: .identity, policy: "root", statement: 0, sid: nil)
}

/// A verdict with its reason. To a caller the last two look alike; to an operator they do not.
package enum Decision: Sendable, Hashable {
    case allowed(by: StatementReference)
    /// A Deny applies.
    case denied(by: StatementReference)
    /// Nothing in this layer allows it.
    case notMentioned(layer: PolicyLayer)

    package var isAllowed: Bool {
        if case .allowed = self { true } else { false }
    }
}

/// A policy under the name by which decisions refer to it.
package struct AttachedPolicy: Sendable {
    package let name: String
    package let document: PolicyDocument

    package init(name: String, document: PolicyDocument) {
        self.name = name
        self.document = document
    }
}
