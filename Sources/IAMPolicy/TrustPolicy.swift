/// Who may wear a role.
///
/// For callers with a token this is the whole question; callers with an identity of their own are judged by
/// `PolicyLayers` with this document as the resource's policy.
package struct TrustPolicy: Sendable {
    package let document: PolicyDocument
    /// The name in decisions.
    package let role: String

    /// - Parameter document: one of kind `.trust`.
    package init(_ document: PolicyDocument, of role: String) {
        self.document = document
        self.role = role
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
        evaluate(AccessRequest(by: caller, action: action, context: context))
    }

    func evaluate(_ request: AccessRequest) -> Decision {
        let finding = Finding([AttachedPolicy(name: role, document: document)], .trust, request)
        if let deny = finding.deny { return .denied(by: deny) }
        guard let allow = finding.allow else { return .notMentioned(layer: .trust) }
        return .allowed(by: allow)
    }

    /// The same judgement told statement by statement; slower.
    package func explain(_ action: Action, by caller: Caller, in context: RequestContext) -> [StatementTrace] {
        AttachedPolicy(name: role, document: document)
            .explain(AccessRequest(by: caller, action: action, context: context), in: .trust)
    }
}
