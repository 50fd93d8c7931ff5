/// Why a statement applied to a request, or did not; for decision traces.
package struct StatementTrace: Sendable, Equatable {
    package let statement: StatementReference
    /// `Allow` or `Deny`.
    package let effect: String
    package let applies: Bool
    /// Every part that did not match. Also parts that could not be told, under a Deny that applies because of that.
    package let mismatches: [Mismatch]

    package init(statement: StatementReference, effect: String, applies: Bool, mismatches: [Mismatch]) {
        self.statement = statement
        self.effect = effect
        self.applies = applies
        self.mismatches = mismatches
    }
}

package enum Mismatch: Sendable, Equatable {
    case action(expected: [String], isNegated: Bool, actual: String)
    case resource(expected: [String], isNegated: Bool, actual: String)
    case principal(expected: [String], isNegated: Bool, actual: String)
    /// - Parameter actual: nil when the key is missing; a list for keys that hold one.
    case condition(name: String, key: String, expected: [String], actual: [String]?, isIndeterminate: Bool)
    /// Ignored: admits Cognito tokens without a look at their pool.
    case audienceNotTested
}

extension AttachedPolicy {
    package func explain(_ request: AccessRequest, in layer: PolicyLayer) -> [StatementTrace] {
        document.statements.enumerated().map { index, statement in
            StatementTrace(
                statement: StatementReference(layer: layer, policy: name, statement: index, sid: statement.sid),
                effect: statement.effect.rawValue,
                applies: statement.grant(to: request) != nil,
                mismatches: statement.mismatches(with: request))
        }
    }
}

extension PolicyLayers {
    /// Every statement of every layer, in the order in which layers are asked.
    package func explain(_ request: AccessRequest) -> [StatementTrace] {
        let owner: PolicyLayer = resource?.document.kind == .trust ? .trust : .resource
        let layers: [(PolicyLayer, [AttachedPolicy])] = [
            (.guardrail, guardrails ?? []), (owner, resource.map { [$0] } ?? []), (.identity, identity),
            (.boundary, boundary.map { [$0] } ?? []), (.session, session ?? []),
        ]
        return layers.flatMap { layer, policies in policies.flatMap { $0.explain(request, in: layer) } }
    }
}

extension Statement {
    fileprivate func mismatches(with request: AccessRequest) -> [Mismatch] {
        var found: [Mismatch] = []
        if isIgnored { found.append(.audienceNotTested) }
        if !actions.matches(request.action) {
            found.append(
                .action(
                    expected: actions.entries.map(\.text), isNegated: actions.isNegated, actual: request.action.name))
        }
        if let resources, !resources.matches(request) {
            found.append(
                .resource(
                    expected: resources.entries.map(\.text), isNegated: resources.isNegated,
                    actual: request.resource.description))
        }
        if let principal, grantOfPrincipal(to: request.caller) == nil {
            found.append(
                .principal(
                    expected: principal.entries.map { "\($0.type):\($0.text)" }, isNegated: principal.isNegated,
                    actual: request.caller.description))
        }
        for condition in conditions {
            let met = condition.isMet(in: request.context)
            guard met != .yes else { continue }
            found.append(
                .condition(
                    name: condition.operation.name, key: condition.key.name, expected: condition.values,
                    actual: request.context.values(of: condition.key), isIndeterminate: met == .unknown))
        }
        return found
    }
}
