import IdentityModel
import StrictJSON
import Testing

@testable import RoleRules

@Suite struct `The chooser and a second one, written from the rules alone,` {
    private static func outcome(_ explanation: RoleExplanation) -> ReferenceChooser.Outcome {
        switch explanation.outcome {
        case .success(let choice): .role(choice.roleARN)
        case .failure(.noRole): .noRole
        case .failure(.notEntitled): .notEntitled
        case .failure(.ambiguous): .ambiguous
        case .failure(.tagsNotAllowed): .noRole  // The form of Cognito has no tags.
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `agree on two thousand requests`(_ seed: UInt64) throws {
        var generator = RuleGenerator(seed: seed)
        var seen: [String: Int] = [:]
        for _ in 0..<100 {
            let mapping = generator.happens(oneIn: 10) ? nil : generator.mapping()
            let authenticated = generator.happens(oneIn: 8) ? nil : role("authenticated")
            let chooser = RoleChooser(
                authenticatedRoleARN: authenticated, unauthenticatedRoleARN: nil,
                mappings: mapping.map { [RuleLogin.userPoolKey: $0] } ?? [:])
            for _ in 0..<20 {
                let claims = generator.claims()
                let requested = generator.happens(oneIn: 3) ? generator.pick(RuleGenerator.roles) : nil
                let expected = ReferenceChooser.choose(
                    mapping, claims, requested: requested, authenticated: authenticated)
                let login = try RuleLogin.userPool(Value.object(claims).json)
                let explained = chooser.explain(.logins([login]), requested: requested, in: .sample)
                if case .role(let role) = expected {
                    seen[role == authenticated ? "the pool's" : "a mapped one", default: 0] += 1
                } else {
                    seen["\(expected)", default: 0] += 1
                }
                guard Self.outcome(explained) == expected else {
                    Issue.record(
                        "\(expected) expected, got \(explained.outcome): \(Value.object(claims).json), asked for \(requested ?? "nothing"), by \(String(describing: mapping))"
                    )
                    return
                }
            }
        }
        // A generator that makes only refusals would prove nothing.
        #expect(seen.count == 5 && seen.values.allSatisfy { $0 > 20 }, "\(seen)")
    }

    @Test(arguments: [5, 6, 7, 8] as [UInt64])
    func `agree on two thousand conditions of the richer form`(_ seed: UInt64) throws {
        var generator = RuleGenerator(seed: seed)
        var seen: [Bool?: Int] = [:]
        for _ in 0..<200 {
            let made = generator.condition()
            let condition = try condition(made.json)
            for _ in 0..<10 {
                let claims = generator.claims()
                let facts = RuleFacts(claims: try .sample(Value.object(claims).json), circumstances: .sample)
                var trace: [ConditionTrace]?
                let met = condition.evaluate(facts, &trace)
                let expected = made.holds(claims)
                seen[expected, default: 0] += 1
                guard met == expected.map(Ternary.init) ?? .unknown else {
                    Issue.record("\(made.json) on \(Value.object(claims).json): \(met)")
                    return
                }
            }
        }
        #expect(seen.count == 3 && seen.values.allSatisfy { $0 > 200 }, "\(seen)")
    }

    @Test func `agree on what is written and read again`() throws {
        var generator = RuleGenerator(seed: 9)
        for _ in 0..<200 {
            let read = try condition(generator.condition().json)
            var json = JSONWriter()
            read.write(to: &json)
            #expect(try condition(String(decoding: json.bytes, as: UTF8.self)) == read)
        }
    }
}
