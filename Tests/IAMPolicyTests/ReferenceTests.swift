import IAMPolicy
import Testing

@Suite struct `The evaluator and a second one, written from the rules alone,` {
    private static let names = [
        "arn:aws:sts::123456789012:assumed-role/Reader/alice": 3, "arn:aws:iam::123456789012:role/app/Reader": 2,
        "123456789012": 1,
    ]

    private static func context(_ held: [String: Held]) -> RequestContext {
        var context = RequestContext()
        for (key, value) in held {
            switch value {
            case .missing: continue
            case .one(let value): context.set(ConditionKey(key), to: value)
            case .list(let values): context.set(ConditionKey(key), toEach: values)
            }
        }
        return context
    }

    private static func verdict(_ decision: Decision) -> ReferenceEvaluator.Verdict {
        switch decision {
        case .allowed: .allow
        case .denied: .explicitDeny
        case .notMentioned: .implicitDeny
        }
    }

    /// Four parts, so that they share the cores.
    @Test(arguments: [11, 22, 33, 44] as [UInt64])
    func `agree on eighteen thousand requests under layers of policies`(_ seed: UInt64) throws {
        var generator = PolicyGenerator(seed: seed)
        var seen: [ReferenceEvaluator.Verdict: Int] = [:]
        for _ in 0..<200 {
            let texts = [
                generator.policy(.session), generator.happens(oneIn: 3) ? generator.policy(.session) : nil,
                generator.happens(oneIn: 3) ? generator.policy(.session) : nil,
                generator.happens(oneIn: 2) ? generator.policy(.resource) : nil,
            ]
            let policies = try texts.enumerated().map { index, text in
                try text.map {
                    AttachedPolicy(
                        name: "p", document: try PolicyDocument(parsing: $0, as: index == 3 ? .resource : .session))
                }
            }
            let layers = PolicyLayers(
                identity: [policies[0]!], boundary: policies[1], session: policies[2].map { [$0] },
                resource: policies[3])
            let values = try texts.map { try $0.map(JSONValue.init(parsing:)) }
            let reference = ReferenceEvaluator.Layers(
                identity: values[0]!, boundary: values[1], session: values[2], resource: values[3])
            for _ in 0..<90 {
                let held = generator.context()
                let action = generator.action()
                let resource = generator.resource()
                var request = ReferenceEvaluator.Request(action: action, resource: resource, context: held)
                request.names = Self.names
                let expected = ReferenceEvaluator.decide(request, reference)
                let decision = layers.evaluate(
                    AccessRequest(
                        by: .session, action: Action(action), resource: ARN(resource), context: Self.context(held)))
                seen[expected, default: 0] += 1
                guard Self.verdict(decision) == expected else {
                    Issue.record("\(expected) expected, got \(decision): \(action) \(resource) \(held) under \(texts)")
                    return
                }
            }
        }
        // A generator that makes only refusals would prove nothing.
        #expect(seen.values.allSatisfy { $0 > 1_000 } && seen.count == 3, "\(seen)")
    }

    @Test(arguments: [55, 66] as [UInt64])
    func `agree on fourteen thousand requests under trust policies`(_ seed: UInt64) throws {
        var generator = PolicyGenerator(seed: seed)
        var seen: [ReferenceEvaluator.Verdict: Int] = [:]
        for _ in 0..<200 {
            let text = generator.policy(.trust)
            let trust = TrustPolicy(try PolicyDocument(parsing: text, as: .trust, under: .stored), of: "r")
            let value = try JSONValue(parsing: text)
            for _ in 0..<70 {
                let held = generator.context()
                let isToken = generator.happens(oneIn: 2)
                var request = ReferenceEvaluator.Request(action: "sts:TagSession", resource: "*", context: held)
                if isToken { request.federated = "cognito-identity.amazonaws.com" } else { request.names = Self.names }
                let expected = ReferenceEvaluator.decideTrust(request, value)
                let decision = trust.evaluate(.tagSession, by: isToken ? .token : .session, in: Self.context(held))
                seen[expected, default: 0] += 1
                guard Self.verdict(decision) == expected else {
                    Issue.record("\(expected) expected, got \(decision): \(held) under \(text)")
                    return
                }
                // A statement that only delegates applies, and allows nothing by itself.
                if request.federated == nil { continue }
                let explained = trust.explain(.tagSession, by: .token, in: Self.context(held))
                let applying = Set(explained.filter(\.applies).map(\.effect))
                let told: ReferenceEvaluator.Verdict =
                    applying.contains("Deny") ? .explicitDeny : applying.contains("Allow") ? .allow : .implicitDeny
                #expect(told == expected)
            }
        }
        #expect(seen.values.allSatisfy { $0 > 500 } && seen.count == 3, "\(seen)")
    }
}
