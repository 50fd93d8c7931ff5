/// One statement, made ready: everything that does not depend on a request is done.
struct Statement: Sendable {
    enum Effect: String, Sendable {
        case allow = "Allow"
        case deny = "Deny"
    }

    let sid: String?
    let effect: Effect
    /// Nil in policies attached to the caller.
    private(set) var principal: PrincipalClause?
    let actions: ActionClause
    /// Nil in trust policies, whose only resource is the role.
    let resources: ResourceClause?
    let conditions: [Condition]
    /// See `PolicyDocument.ignoringUnscopedCognitoStatements()`.
    var isIgnored = false

    init(_ source: StatementSource, kind: PolicyKind, version: PolicySource.Version?) throws(PolicyError) {
        guard let effect = Effect(rawValue: source.effect) else { throw .legacyParsing }
        guard let actions = source.actions else { throw .actionsMissing }
        sid = source.sid
        self.effect = effect
        principal = source.principals.map { principals in
            PrincipalClause(
                isNegated: principals.isNegated,
                entries: principals.entries.compactMap { PrincipalPattern(type: $0.type, $0.text) })
        }
        self.actions = ActionClause(isNegated: actions.isNegated, entries: actions.entries.map(ActionPattern.init))
        resources = try source.resources.map { resources throws(PolicyError) in
            var entries: [ResourcePattern] = []
            for text in resources.entries {
                entries.append(
                    try ResourcePattern(text, variables: version == .v2012, padsShortPatterns: kind != .resource))
            }
            return ResourceClause(isNegated: resources.isNegated, entries: entries)
        }
        var conditions: [Condition] = []
        for entry in source.conditions ?? [] {
            conditions.append(try Condition(entry, kind: kind, version: version))
        }
        self.conditions = conditions
    }

    /// What the statement grants, or denies, to this request; nil when it does not apply.
    func grant(to request: AccessRequest) -> Grant? {
        guard !isIgnored, actions.matches(request.action), resources?.matches(request) ?? true else { return nil }
        guard principal != nil else { return conditionsHold(for: request) ? .isFinal : nil }
        guard let grant = grantOfPrincipal(to: request.caller), conditionsHold(for: request) else { return nil }
        return grant
    }

    /// What naming the principal grants, or denies; nil when the statement is about others.
    func grantOfPrincipal(to caller: Caller) -> Grant? {
        guard let grant = principal?.grant(to: caller) else { return nil }
        // Who comes with a token can be denied along with everybody, and is admitted by name alone.
        if effect == .allow, grant != .isFinal, case .federated = caller { return nil }
        return grant
    }

    private func conditionsHold(for request: AccessRequest) -> Bool {
        var met = Ternary.yes
        for condition in conditions {
            met = met && condition.isMet(in: request.context)
            if met == .no { return false }
        }
        return met == .yes || effect == .deny
    }

    func bindingPrincipals(_ uniqueIDs: [String: String]) -> Statement {
        var bound = self
        bound.principal = principal.map { clause in
            PrincipalClause(
                isNegated: clause.isNegated,
                entries: clause.entries.map { entry in
                    entry.namedARN.flatMap { uniqueIDs[$0] }.flatMap { PrincipalPattern(type: entry.type, $0) } ?? entry
                })
        }
        return bound
    }
}

struct ActionClause: Sendable {
    let isNegated: Bool
    let entries: [ActionPattern]

    func matches(_ action: Action) -> Bool {
        for entry in entries where entry.matches(action) { return !isNegated }
        return isNegated
    }
}

struct ResourceClause: Sendable {
    let isNegated: Bool
    let entries: [ResourcePattern]

    func matches(_ request: AccessRequest) -> Bool {
        for entry in entries where entry.matches(request.resource, in: request.context) { return !isNegated }
        return isNegated
    }
}

extension Condition {
    init(
        _ entry: StatementSource.ConditionEntry, kind: PolicyKind, version: PolicySource.Version?
    ) throws(PolicyError) {
        try self.init(
            entry.operation, ConditionKey(entry.key), entry.values, variables: version == .v2012,
            literals: kind.literals)
    }
}
