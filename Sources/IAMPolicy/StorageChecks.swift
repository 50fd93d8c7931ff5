/// What IAM looks at before it stores a document, in its order; the first failure is the answer.
///
/// - Source: recorded answers of IAM for malformed documents.
struct StorageChecks {
    let kind: PolicyKind
    let rules: PolicyRules

    func check(_ policy: PolicySource) throws(PolicyError) {
        let statements = policy.statements
        if kind.isManaged, policy.version != .v2012 { throw .versionTooOld }
        let shape = try legacyParsing(policy)
        try sids(statements)
        for statement in statements where statement.actions?.entries.isEmpty ?? true { throw .actionsMissing }
        if let shape { throw shape }
        for action in statements.flatMap({ $0.actions?.entries ?? [] }) { try ActionShape.check(action) }
        for statement in statements { try principals(statement) }
        if kind.isIdentityBased {
            for statement in statements where statement.resources?.entries.isEmpty ?? true { throw .resourcesMissing }
        }
        if kind == .trust {
            for statement in statements { try trust(statement) }
            if rules.controlsProviders {
                for statement in statements { try ProviderControl.check(statement) }
            }
        }
    }

    /// - Returns: a resource of the wrong shape. It is answered later, but from there on the older reader of resources is
    ///   not asked any more.
    private func legacyParsing(_ policy: PolicySource) throws(PolicyError) -> PolicyError? {
        for statement in policy.statements {
            guard statement.effect == "Allow" || statement.effect == "Deny" else { throw .legacyParsing }
            for entry in statement.conditions ?? [] {
                _ = try Condition(entry, kind: kind, version: policy.version)
            }
        }
        guard kind != .resource else { return nil }
        let shapes = ResourceShape(partition: rules.partition)
        var shape: PolicyError?
        for resources in policy.statements.compactMap(\.resources) where shape == nil {
            // Of several, IAM names the one that sorts first.
            shape = resources.entries.sorted().lazy.compactMap(shapes.error).first
            guard shape == nil else { continue }
            for text in resources.entries where ResourceShape.failsLegacyParsing(text) { throw .legacyParsing }
        }
        return shape
    }

    private func sids(_ statements: [StatementSource]) throws(PolicyError) {
        let sids = statements.compactMap(\.sid).filter { !$0.isEmpty }
        guard Set(sids.map { Array($0.utf8) }).count == sids.count else { throw .sidRepeated }
        guard kind != .resource else { return }
        for sid in sids where !sid.utf8.allSatisfy(\.isASCIIAlphanumeric) { throw .sidNotAlphanumeric }
    }

    private func principals(_ statement: StatementSource) throws(PolicyError) {
        guard let principals = statement.principals else {
            if kind == .trust || kind == .resource { throw .principalMissing }
            return
        }
        guard !kind.isIdentityBased else { throw .principalProhibited }
        for (type, text) in principals.entries where PrincipalPattern(type: type, text) == nil {
            throw .principalInvalid("\"\(type)\":\"\(text)\"")
        }
    }

    private func trust(_ statement: StatementSource) throws(PolicyError) {
        let actions = statement.actions?.entries ?? []
        for action in actions where !Self.trustActions.contains(where: ActionPattern(action).matches) {
            throw .trustAction
        }
        for action in actions where !action.lowercased().hasPrefix("sts:") { throw .trustAction }
        if let resources = statement.resources {
            throw .fieldProhibited(resources.isNegated ? "NotResource" : "Resource")
        }
        guard let principals = statement.principals else { return }
        if principals.isNegated { throw .fieldProhibited("NotPrincipal") }
        if principals.isEveryone { throw .principalInvalid("\"*\"") }
        if principals.entries.isEmpty { throw .principalMissing }
    }

    private static let trustActions: [Action] = [
        .assumeRole, .assumeRoleWithSAML, .assumeRoleWithWebIdentity, .tagSession, .setSourceIdentity, .setContext,
    ]
}

extension PolicyKind {
    var isManaged: Bool { self == .managed || self == .boundary }
    /// Attached to whoever asks, so it names resources and no principals.
    var isIdentityBased: Bool { self != .trust && self != .resource }
    var literals: TypedLiterals { self == .session ? .tolerated : .refused }
}

extension UInt8 {
    fileprivate var isASCIIAlphanumeric: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
