/// One code for each cause, for logs, counters and traces. They are part of what others rely on: never reuse one.
extension RoleChoice.Reason {
    package var code: String {
        switch self {
        case .defaultForGuests: "default-for-guests"
        case .defaultForAuthenticated: "default-for-authenticated"
        case .developerProvider: "developer-provider"
        case .preferredRole: "token-preferred-role"
        case .onlyRole: "token-only-role"
        case .requestedRole: "token-requested-role"
        case .rule(_, _, _, isRequested: false): "first-matching-rule"
        case .rule(_, _, _, isRequested: true): "requested-matching-rule"
        case .ambiguous(_, .noRuleMatches): "default-no-rule-matches"
        case .ambiguous(_, .tokenNamesNoRole): "default-token-names-no-role"
        case .ambiguous(_, .tokenNamesSeveralRoles): "default-token-names-several-roles"
        case .asserted(_, .only): "assertion-only-role"
        case .asserted(_, .requested): "assertion-requested-role"
        case .asserted(_, .first): "assertion-first-role"
        }
    }
}

extension RoleRefusal {
    package var code: String {
        switch self {
        case .noRole(guest: true): "no-role-for-guests"
        case .noRole(guest: false): "no-role-for-authenticated"
        case .notEntitled(_, .guest): "requested-role-not-for-guests"
        case .notEntitled(_, .authenticated): "requested-role-without-mapping"
        case .notEntitled(_, .developer): "requested-role-of-developer-user"
        case .notEntitled(_, .token): "requested-role-not-in-token"
        case .notEntitled(_, .rules): "requested-role-of-no-matching-rule"
        case .notEntitled(_, .assertion): "requested-role-not-in-assertion"
        case .ambiguous(_, .noRuleMatches): "denied-no-rule-matches"
        case .ambiguous(_, .tokenNamesNoRole): "denied-token-names-no-role"
        case .ambiguous(_, .tokenNamesSeveralRoles): "denied-token-names-several-roles"
        case .tagsNotAllowed(_, _, let problem): "rule-tags-\(problem.code)"
        }
    }
}

extension RoleRefusal {
    /// Every code that a refusal can have, for those who say beforehand which one they expect.
    package static let codes: [String] = {
        let entitlements: [Entitlement] = [
            .guest, .authenticated, .developer, .token(mapping: ""), .rules(mapping: ""), .assertion(provider: ""),
        ]
        let problems: [PrincipalTagProblem] = [
            .tooMany(limit: 0), .keyNotAllowed(""), .keyRepeated(""), .valueTooLong(key: "", limit: 0),
            .valueNotAllowed(key: ""),
        ]
        let refusals =
            [RoleRefusal.noRole(guest: true), .noRole(guest: false)]
            + entitlements.map { .notEntitled(roleARN: "", $0) }
            + Ambiguity.allCases.map { .ambiguous(mapping: "", $0) }
            + problems.map { .tagsNotAllowed(mapping: "", index: 0, $0) }
        return refusals.map(\.code)
    }()
}

extension PrincipalTagProblem {
    package var code: String {
        switch self {
        case .tooMany: "too-many"
        case .keyNotAllowed: "key-not-allowed"
        case .keyRepeated: "key-repeated"
        case .valueTooLong: "value-too-long"
        case .valueNotAllowed: "value-not-allowed"
        }
    }
}
