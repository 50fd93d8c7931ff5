/// Who may wear a role.
///
/// For callers with a token this is the whole question. Callers with an identity of their own need more than trust:
/// judge them by `PolicyLayers` with this policy as the resource's, the role's account as the owner, and their own
/// policies beside it.
package struct TrustPolicy: Sendable {
    package let attached: AttachedPolicy

    /// - Parameters:
    ///   - document: one of kind `.trust`.
    ///   - role: the name in decisions.
    package init(_ document: PolicyDocument, of role: String) {
        attached = AttachedPolicy(name: role, document: document)
    }

    /// - Throws: the first check that failed.
    package init(parsing text: String, of role: String, under rules: PolicyRules = .standard) throws(PolicyError) {
        self.init(try PolicyDocument(parsing: text, as: .trust, under: rules), of: role)
    }

    /// Whether the caller may do this to the role.
    ///
    /// Assuming a role with tags or a source identity takes a second and third question with the same context:
    /// `sts:TagSession` and `sts:SetSourceIdentity` must be allowed too.
    package func evaluate(_ action: Action, by caller: Caller, in context: RequestContext) -> Decision {
        PolicyLayers(resource: attached).evaluate(AccessRequest(by: caller, action: action, context: context))
    }

    /// The same judgement told statement by statement; slower.
    package func explain(_ action: Action, by caller: Caller, in context: RequestContext) -> [StatementTrace] {
        attached.explain(AccessRequest(by: caller, action: action, context: context), in: .trust)
    }
}
