import IdentityModel

/// Chooses a role from what a pool says and who came. Pure.
///
/// - Source: Amazon Cognito Developer Guide, "Role-based access control".
package struct RoleChooser: Sendable {
    private let authenticatedRoleARN: String?
    private let unauthenticatedRoleARN: String?
    private let mappings: [ProviderName: MappingDocument]

    /// - Parameter documents: by mapping key, in either form.
    package init(
        authenticatedRoleARN: String?, unauthenticatedRoleARN: String?, documents: [String: MappingDocument]
    ) {
        self.authenticatedRoleARN = authenticatedRoleARN
        self.unauthenticatedRoleARN = unauthenticatedRoleARN
        var byKey: [ProviderName: MappingDocument] = [:]
        for (key, document) in documents { byKey[ProviderName(key)] = document }
        self.mappings = byKey
    }

    /// - Parameter mappings: by mapping key, in the form of Cognito.
    package init(authenticatedRoleARN: String?, unauthenticatedRoleARN: String?, mappings: [String: RoleMapping]) {
        self.init(
            authenticatedRoleARN: authenticatedRoleARN, unauthenticatedRoleARN: unauthenticatedRoleARN,
            documents: mappings.mapValues(MappingDocument.init))
    }

    /// - Parameter requested: the `CustomRoleArn` of the request. It picks among the roles that somebody is entitled to,
    ///   and never adds one.
    package func choose(
        for applicant: RoleApplicant, requested: String?, in circumstances: RuleCircumstances
    ) throws(RoleRefusal) -> RoleChoice {
        var trace: RoleTrace?
        return try choose(for: applicant, requested: requested, in: circumstances, &trace)
    }

    /// The same choice or refusal, made in the same way, with everything that was looked at.
    package func explain(
        _ applicant: RoleApplicant, requested: String?, in circumstances: RuleCircumstances
    ) -> RoleExplanation {
        var trace: RoleTrace? = RoleTrace()
        let outcome = Result { () throws(RoleRefusal) in
            try choose(for: applicant, requested: requested, in: circumstances, &trace)
        }
        return RoleExplanation(outcome: outcome, trace: trace ?? RoleTrace())
    }

    /// Whether any of the logins has a mapping.
    package func maps(_ applicant: RoleApplicant) -> Bool {
        guard case .logins(let logins) = applicant else { return false }
        return logins.contains { mapping(for: $0) != nil }
    }

    private func choose(
        for applicant: RoleApplicant, requested: String?, in circumstances: RuleCircumstances,
        _ trace: inout RoleTrace?
    ) throws(RoleRefusal) -> RoleChoice {
        guard case .logins(let logins) = applicant, !logins.isEmpty else {
            return try defaultRole(unauthenticatedRoleARN, .defaultForGuests, requested, .guest)
        }
        guard !logins.contains(where: { $0.kind == .developer }) else {
            return try defaultRole(authenticatedRoleARN, .developerProvider, requested, .developer)
        }
        for login in logins.count == 1 ? logins : logins.sorted(by: RuleLogin.precedes) {
            let mapping = mapping(for: login)
            trace?.logins.append(
                .init(provider: login.provider, kind: login.kind, mappingKeys: login.mappingKeys, mapping: mapping?.key)
            )
            if login.kind == .saml,
                let choice = try assertedRole(of: login, isMapped: mapping != nil, requested, &trace)
            {
                return choice
            }
            guard let mapping else { continue }
            let decision = MappingDecision(
                key: mapping.key, document: mapping.document, authenticatedRoleARN: authenticatedRoleARN,
                requested: requested)
            return try decision.choose(RuleFacts(claims: login.claims, circumstances: circumstances), &trace)
        }
        return try defaultRole(authenticatedRoleARN, .defaultForAuthenticated, requested, .authenticated)
    }

    private func mapping(for login: RuleLogin) -> (key: String, document: MappingDocument)? {
        guard !mappings.isEmpty else { return nil }
        for key in login.mappingKeys {
            if let document = mappings[ProviderName(key)] { return (key, document) }
        }
        return nil
    }

    private func defaultRole(
        _ role: String?, _ reason: RoleChoice.Reason, _ requested: String?, _ entitlement: RoleRefusal.Entitlement
    ) throws(RoleRefusal) -> RoleChoice {
        guard let role else { throw .noRole(guest: entitlement == .guest) }
        if let requested, !requested.isSameBytes(as: role) {
            throw .notEntitled(roleARN: requested, entitlement)
        }
        return RoleChoice(role, because: reason)
    }

    /// The role that a SAML assertion names. Nil when it names none, or several among which a mapping has to choose.
    private func assertedRole(
        of login: RuleLogin, isMapped: Bool, _ requested: String?, _ trace: inout RoleTrace?
    ) throws(RoleRefusal) -> RoleChoice? {
        let roles = AssertedRoles(login.claims).roles
        guard let first = roles.first else { return nil }
        trace?.named = .init(preferred: nil, roles: roles)
        let provider = login.provider.rawValue
        if let requested {
            guard let role = roles.first(where: requested.isSameBytes) else {
                throw .notEntitled(roleARN: requested, .assertion(provider: provider))
            }
            return RoleChoice(role, because: .asserted(provider: provider, .requested))
        }
        guard roles.count > 1 else { return RoleChoice(first, because: .asserted(provider: provider, .only)) }
        return isMapped ? nil : RoleChoice(first, because: .asserted(provider: provider, .first))
    }
}
