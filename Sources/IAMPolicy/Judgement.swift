/// A decision, with all that it was made from: enough to tell later why, statement by statement.
///
/// Judging is pure, so what is told later is what was judged.
package struct Judgement: Sendable {
    package let request: AccessRequest
    package let decision: Decision
    private let layers: PolicyLayers

    fileprivate init(_ request: AccessRequest, by layers: PolicyLayers) {
        self.request = request
        self.layers = layers
        decision = layers.evaluate(request)
    }

    package var isAllowed: Bool { decision.isAllowed }

    /// Every statement that was looked at, and why it applied or did not. Slower than the judgement itself.
    package var statements: [StatementTrace] { layers.explain(request) }
}

extension PolicyLayers {
    package func judge(_ request: AccessRequest) -> Judgement { Judgement(request, by: self) }
}

extension TrustPolicy {
    package func judge(_ action: Action, by caller: Caller, in context: RequestContext) -> Judgement {
        PolicyLayers(resource: attached).judge(AccessRequest(by: caller, action: action, context: context))
    }
}
