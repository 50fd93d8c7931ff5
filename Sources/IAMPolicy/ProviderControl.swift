/// What a trust policy must say before it may admit tokens that an issuer gives to everybody's applications.
///
/// - Source: recorded answers of IAM for trust policies naming shared identity providers. One good statement does not
///   make up for a bad one; Deny statements and statements about tags only are left alone.
enum ProviderControl {
    static func check(_ statement: StatementSource) throws(PolicyError) {
        guard statement.effect == "Allow", let principals = statement.principals, let actions = statement.actions,
            actions.includes(.assumeRoleWithWebIdentity)
        else { return }
        for (type, provider) in principals.entries where type == "Federated" {
            if provider == CognitoTrust.provider {
                try checkCognito(statement)
            } else if let names = applicationKeys[provider] {
                let keys = names.map { ConditionKey("\(provider):\($0)") }
                guard (statement.conditions ?? []).contains(where: { $0.equates(keys) }) else {
                    throw .applicationUnscoped(issuer: provider)
                }
            }
        }
    }

    private static func checkCognito(_ statement: StatementSource) throws(PolicyError) {
        guard let conditions = statement.conditions else { throw .conditionMissing }
        guard conditions.contains(where: \.scopesAudience) else { throw .audienceUnscoped }
    }

    /// Providers whose tokens carry the application under a key of their own.
    private static let applicationKeys: [String: [String]] = [
        "accounts.google.com": ["aud", "oaud", "sub"],
        "www.amazon.com": ["app_id", "sub"],
        "graph.facebook.com": ["app_id", "sub"],
    ]

    /// Whether a stored statement admits Cognito tokens without a look at their pool.
    static func admitsAnyPool(_ statement: Statement) -> Bool {
        statement.effect == .allow
            && statement.principal?.entries.contains { $0.isFederated(CognitoTrust.provider) } == true
            && !statement.conditions.contains { $0.key == IssuerKeys.cognito.audience }
    }
}

extension StatementSource.Choice {
    fileprivate func includes(_ action: Action) -> Bool {
        entries.contains { ActionPattern($0).matches(action) } != isNegated
    }
}

extension StatementSource.ConditionEntry {
    /// Tests the pool positively, and not with the one value that is every pool.
    fileprivate var scopesAudience: Bool {
        guard case .string = operation.family, !operation.isNegated, !operation.ifExists else { return false }
        return ConditionKey(key) == IssuerKeys.cognito.audience && !values.contains("*")
    }

    fileprivate func equates(_ keys: [ConditionKey]) -> Bool {
        switch operation.family {
        case .string(.exact), .string(.ignoringCase): break
        default: return false
        }
        // These issuers' keys count only in their own spelling.
        return !operation.isNegated && !operation.ifExists && keys.contains { $0.name == key }
    }
}
