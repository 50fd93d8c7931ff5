import IdentityModel

import struct Foundation.Date

extension RoleConfiguration {
    /// What the configuration itself shows, without the roles that it names. In the order of places.
    package func findings(in pool: IdentityPool, at now: Date) -> [RoleFinding] {
        findings(in: pool, at: now, steps: ConditionInference.mostSteps)
    }

    func findings(in pool: IdentityPool, at now: Date, steps: Int) -> [RoleFinding] {
        var findings = defaultFindings()
        let keys = pool.roleMappingKeys
        var inference = ConditionInference(steps: steps)
        for (key, mapping) in sortedMappings {
            let place = Self.place(key)
            if !keys.contains(where: key.isSameBytes) {
                findings.append(
                    .init(.mappingKeyUnknown, place, "The pool has no such provider, so the mapping never counts."))
            }
            if mapping.ambiguousRoleResolution == .authenticatedRole, authenticatedRoleARN == nil {
                findings.append(
                    .init(
                        .noDefaultRole, place + "/otherwise",
                        "Whoever no rule matches gets the role for authenticated identities, and there is none."))
            }
            switch mapping.source {
            case .token:
                if !ProviderClaims.namesRoles(key) {
                    findings.append(
                        .init(.tokenNamesNoRoles, place, "Tokens of this provider never name roles."))
                }
            case .rules(let rules):
                for (index, rule) in rules.enumerated() {
                    let linter = RuleLinter(
                        key: key, rule: rule, earlier: rules[..<index], guestRole: unauthenticatedRoleARN,
                        place: Self.place(key, "rules", "\(index)"))
                    findings += linter.findings(&inference)
                }
            }
        }
        if inference.isExhausted {
            findings.append(
                .init(
                    .rulesNotCompared, "/mappings",
                    "There is too much in the conditions to compare them all; rules without effect may not have been seen."
                ))
        }
        return findings + testFindings(in: pool, at: now)
    }

    private func defaultFindings() -> [RoleFinding] {
        guard let guest = unauthenticatedRoleARN, let user = authenticatedRoleARN, guest.isSameBytes(as: user) else {
            return []
        }
        return [
            .init(
                .sameRoleForGuests, "/defaultRoles",
                "Guests and authenticated identities get the same role, so a login makes no difference.")
        ]
    }

    private func testFindings(in pool: IdentityPool, at now: Date) -> [RoleFinding] {
        guard !mappings.isEmpty else { return [] }
        guard !tests.isEmpty else {
            return [.init(.testsMissing, "/tests", "There are mappings, and no test says what they are meant to do.")]
        }
        let chooser = chooser
        var findings: [RoleFinding] = []
        var tested: Set<String> = []
        for (index, test) in tests.enumerated() {
            let explanation = test.explain(with: chooser, in: pool, at: now)
            if RoleOutcome(explanation.outcome) != test.expected {
                findings.append(.init(.testFails, "/tests/\(index)", "This test does not hold."))
            }
            if case .success(let choice) = explanation.outcome, case .rule(let key, let rule, _, _) = choice.reason {
                tested.insert(Self.place(key, "rules", "\(rule)"))
            }
        }
        for (key, mapping) in sortedMappings {
            for index in mapping.rules.indices where !tested.contains(Self.place(key, "rules", "\(index)")) {
                findings.append(
                    .init(
                        .ruleWithoutTest, Self.place(key, "rules", "\(index)"), "No test comes to this rule."))
            }
        }
        return findings
    }
}

/// One rule among those before it.
struct RuleLinter {
    let key: String
    let rule: MappingRule
    let earlier: ArraySlice<MappingRule>
    let guestRole: String?
    let place: String

    func findings(_ inference: inout ConditionInference) -> [RoleFinding] {
        var findings: [RoleFinding] = []
        if let guestRole, rule.roleARN.isSameBytes(as: guestRole) {
            findings.append(
                .init(
                    .sameRoleForGuests, place + "/role", "The rule gives the role that guests have without a login."))
        }
        if inference.isImpossible(rule.condition) {
            findings.append(.init(.conditionImpossible, place + "/when", "Nobody can meet this condition."))
        } else if let index = earlier.firstIndex(where: { inference.implies(rule.condition, $0.condition) }) {
            findings.append(shadowed(by: earlier[index], index))
        }
        var seen: Set<String> = []
        for test in rule.condition.tests {
            guard let claim = test.subject.claimName, seen.insert(claim).inserted else { continue }
            findings += self.findings(on: claim, test)
        }
        for tag in rule.session.tags {
            guard case .subject(let subject) = tag.source, !Self.isSafe(subject) else { continue }
            findings.append(
                .init(
                    .tagMayFail, place + ClaimPath(steps: ["tags", tag.key]).description,
                    "Whoever has a value there that no tag may have (longer than \(PrincipalTags.longestValue) characters, or "
                        + "with signs beyond letters, digits, spaces and _.:/=+-@) gets no session."))
        }
        return findings
    }

    private func shadowed(by other: MappingRule, _ index: Int) -> RoleFinding {
        guard !other.roleARN.isSameBytes(as: rule.roleARN) || other.session != rule.session else {
            return .init(
                .ruleWithoutEffect, place,
                "Whoever meets this rule meets rule \(index) before it, which gives the same role.")
        }
        return .init(
            .ruleNeverFirst, place,
            "Whoever meets this rule meets rule \(index) before it; only a client that asks for this role gets it.")
    }

    private func findings(on claim: String, _ test: ClaimTest) -> [RoleFinding] {
        let place = place + "/when"
        if ProviderClaims.cannotHave(claim, key) {
            return [.init(.claimNeverThere, place, "Logins of this provider never have the claim '\(claim)'.")]
        }
        if ProviderClaims.editable.contains(where: claim.isSameBytes) {
            return [
                .init(
                    .claimEditable, place,
                    "People can change '\(claim)' themselves at many providers, and would choose their own role.")
            ]
        }
        guard claim.isSameBytes(as: "email"), case .claim = test.subject else { return [] }
        let tests = rule.condition.tests
        if tests.contains(where: { $0.subject == test.subject && $0.acceptsUnverified }) {
            return [
                .init(
                    .emailUnverified, place, "An address counts here that nobody has verified: anybody can type it in.")
            ]
        }
        guard !ProviderClaims.vouchesForEmail(key), !tests.contains(where: { $0.subject == .claim("email_verified") })
        else { return [] }
        return [
            .init(
                .emailTakenAtWord, place,
                "An address counts when the provider does not say whether it was verified; ask for 'email_verified', too."
            )
        ]
    }

    /// Values of these are fit for tags at every provider.
    private static func isSafe(_ subject: RuleSubject) -> Bool {
        guard case .claim(let name) = subject else { return false }
        return ["iss", "sub", "aud", "email_verified", "iat", "exp", "auth_time"].contains(where: name.isSameBytes)
    }
}
