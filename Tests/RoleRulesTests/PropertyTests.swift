import IdentityModel
import Testing

@testable import RoleRules

@Suite struct `Whatever the mapping and the claims,` {
    /// A mapping of rules, a login, and what somebody may have asked for.
    private struct Sample {
        let rules: [RoleRule]
        let otherwise: AmbiguousRoleResolution
        let claims: [String: Value]
        let login: RuleLogin
        let requested: String?

        func outcome(_ rules: [RoleRule]) -> Result<RoleChoice, RoleRefusal> {
            RoleChooser.sample([RuleLogin.userPoolKey: RoleMapping(.rules(rules), otherwise: otherwise)])
                .explain(.logins([login]), requested: requested, in: .sample).outcome
        }

        func role(_ rules: [RoleRule]) -> Result<String, RoleRefusal> { outcome(rules).map(\.roleARN) }
    }

    private static func samples(_ seed: UInt64, count: Int = 500) throws -> [Sample] {
        var generator = RuleGenerator(seed: seed)
        return try (0..<count).map { _ in
            let claims = generator.claims()
            return Sample(
                rules: generator.many(0...6) { $0.rule() }, otherwise: generator.pick(AmbiguousRoleResolution.allCases),
                claims: claims, login: try .userPool(Value.object(claims).json),
                requested: generator.happens(oneIn: 3) ? generator.pick(RuleGenerator.roles) : nil)
        }
    }

    @Test func `the same input gives the same outcome`() throws {
        for sample in try Self.samples(11) {
            #expect(sample.outcome(sample.rules) == sample.outcome(sample.rules))
        }
    }

    @Test func `the first match stands, whatever rules follow it`() throws {
        var generator = RuleGenerator(seed: 12)
        var matched = 0
        for sample in try Self.samples(13) {
            guard case .success(let choice) = sample.outcome(sample.rules),
                case .rule(_, let index, _, _) = choice.reason
            else { continue }
            matched += 1
            let others = Array(sample.rules[...index]) + generator.many(0...6) { $0.rule() }
            #expect(sample.outcome(others) == .success(choice))
            #expect(sample.outcome(Array(sample.rules[...index])) == .success(choice))
        }
        #expect(matched > 100)
    }

    @Test func `a rule that does not match changes nothing, wherever it stands`() throws {
        var generator = RuleGenerator(seed: 14)
        var added = 0
        for sample in try Self.samples(15) {
            let rule = generator.rule()
            guard !ReferenceChooser.matches(rule, sample.claims) else { continue }
            added += 1
            for place in 0...sample.rules.count {
                var rules = sample.rules
                rules.insert(rule, at: place)
                #expect(sample.role(rules) == sample.role(sample.rules))
            }
        }
        #expect(added > 100)
    }

    @Test func `nobody gets a role that is neither asserted by a matching rule nor the pool's own`() throws {
        for sample in try Self.samples(16) {
            guard case .success(let choice) = sample.outcome(sample.rules) else { continue }
            let entitled = sample.rules.filter { ReferenceChooser.matches($0, sample.claims) }.map(\.roleARN)
            #expect(entitled.contains(choice.roleARN) || choice.roleARN == RoleChooser.authenticated)
            if let requested = sample.requested { #expect(choice.roleARN == requested) }
        }
    }

    @Test func `choosing and explaining come to the same`() throws {
        var generator = RuleGenerator(seed: 17)
        for sample in try Self.samples(18) {
            let chooser = RoleChooser.sample([RuleLogin.userPoolKey: generator.mapping()])
            let chosen = Result { () throws(RoleRefusal) in
                try chooser.choose(sample.login, requested: sample.requested)
            }
            let explained = chooser.explain(.logins([sample.login]), requested: sample.requested, in: .sample)
            #expect(explained.outcome == chosen)
            // What the trace says of each rule is what happened.
            if case .success(let choice) = chosen, case .rule(_, let index, _, _) = choice.reason {
                #expect(explained.trace.rules.last?.index == index)
                #expect(explained.trace.rules.last?.matches == true)
                #expect(explained.trace.rules.last?.roleARN == choice.roleARN)
            } else if sample.requested == nil {
                #expect(explained.trace.rules.allSatisfy { !$0.matches })
            }
        }
    }

    // MARK: In our own form

    private func outcome(
        _ rules: [MappingRule], _ login: RuleLogin, requested: String?
    ) -> Result<RoleChoice, RoleRefusal> {
        RoleChooser(
            authenticatedRoleARN: nil, unauthenticatedRoleARN: nil,
            documents: [RuleLogin.userPoolKey: MappingDocument(.rules(rules), otherwise: .deny)]
        ).explain(.logins([login]), requested: requested, in: .sample).outcome
    }

    @Test func `a rule of our own form that does not match changes nothing, and the first match stands`() throws {
        var generator = RuleGenerator(seed: 31)
        var added = 0
        var matched = 0
        for sample in try Self.samples(32) {
            let rules = generator.many(0...5) { $0.ownRule() }
            let before = outcome(rules, sample.login, requested: sample.requested)
            #expect(outcome(rules, sample.login, requested: sample.requested) == before)
            if case .success(let choice) = before, case .rule(_, let index, _, _) = choice.reason {
                matched += 1
                let others = Array(rules[...index]) + generator.many(0...5) { $0.ownRule() }
                #expect(outcome(others, sample.login, requested: sample.requested) == before)
            }
            let rule = generator.ownRule()
            guard case .failure = outcome([rule], sample.login, requested: nil) else { continue }
            added += 1
            for place in 0...rules.count {
                var more = rules
                more.insert(rule, at: place)
                let after = outcome(more, sample.login, requested: sample.requested)
                #expect(RoleOutcome(after) == RoleOutcome(before))
            }
        }
        #expect(added > 100 && matched > 50)
    }
}
