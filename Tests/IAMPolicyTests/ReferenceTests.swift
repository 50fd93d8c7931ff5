import Foundation
import IAMPolicy
import IdentityModel
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

    /// `SLUICE_POLICY_REQUESTS`: how many requests are judged in all, for longer runs; a hundred thousand in every run.
    private static let rounds =
        max(100_000, ProcessInfo.processInfo.environment["SLUICE_POLICY_REQUESTS"].flatMap(Int.init) ?? 0) / 500

    /// Every layer there is, some of them absent.
    private struct Generated {
        let layers: PolicyLayers
        let reference: ReferenceEvaluator.Layers
        let texts: [String]

        init(from generator: inout PolicyGenerator) throws {
            var texts: [String] = []
            func made(_ kind: PolicyGenerator.Kind, _ generator: inout PolicyGenerator) throws -> (
                AttachedPolicy, JSONValue
            ) {
                let text = generator.policy(kind)
                texts.append(text)
                let document = try PolicyDocument(parsing: text, as: kind == .resource ? .resource : .session)
                return (AttachedPolicy(name: "p", document: document), try JSONValue(parsing: text))
            }
            func several(_ most: Int, _ generator: inout PolicyGenerator) throws -> [(AttachedPolicy, JSONValue)] {
                var policies: [(AttachedPolicy, JSONValue)] = []
                repeat {
                    policies.append(try made(.session, &generator))
                } while policies.count < most
                    && generator.happens(oneIn: 3)
                return policies
            }
            let guardrails = generator.happens(oneIn: 5) ? try several(2, &generator) : nil
            let identity = generator.happens(oneIn: 20) ? [] : try several(3, &generator)
            let boundary = generator.happens(oneIn: 3) ? try made(.session, &generator) : nil
            // Present without a policy that could allow anything is not the same as absent.
            let session =
                generator.happens(oneIn: 3)
                ? generator.happens(oneIn: 10) ? [] : try several(2, &generator) : nil
            let resource = generator.happens(oneIn: 2) ? try made(.resource, &generator) : nil
            layers = PolicyLayers(
                guardrails: guardrails?.map(\.0), identity: identity.map(\.0), boundary: boundary?.0,
                session: session?.map(\.0), resource: resource?.0)
            reference = ReferenceEvaluator.Layers(
                guardrails: guardrails?.map(\.1), identity: identity.map(\.1), boundary: boundary?.1,
                session: session?.map(\.1), resource: resource?.1, isForeign: generator.happens(oneIn: 6))
            self.texts = texts
        }

        func request(from generator: inout PolicyGenerator, _ held: [String: Held]) -> AccessRequest {
            AccessRequest(
                by: .session, action: Action(generator.action()), resource: ARN(generator.resource()),
                ownedBy: reference.isForeign ? AccountID("210987654321") : nil,
                context: `The evaluator and a second one, written from the rules alone,`.context(held))
        }
    }

    /// Four parts, so that they share the cores.
    @Test(arguments: [11, 22, 33, 44] as [UInt64])
    func `agree on a hundred thousand requests under layers of policies, or as many as are asked for`(
        _ seed: UInt64
    ) throws {
        var generator = PolicyGenerator(seed: seed)
        var seen: [ReferenceEvaluator.Verdict: Int] = [:]
        for _ in 0..<Self.rounds {
            let generated = try Generated(from: &generator)
            for _ in 0..<125 {
                let held = generator.context()
                let asked = generated.request(from: &generator, held)
                var request = ReferenceEvaluator.Request(
                    action: "\(asked.action)", resource: "\(asked.resource)", context: held)
                request.names = Self.names
                let expected = ReferenceEvaluator.decide(request, generated.reference)
                let decision = generated.layers.evaluate(asked)
                seen[expected, default: 0] += 1
                guard Self.verdict(decision) == expected else {
                    Issue.record(
                        "\(expected) expected, got \(decision): \(asked.action) \(asked.resource) \(held) under \(generated.texts)"
                    )
                    return
                }
            }
        }
        // A generator that makes only refusals would prove nothing.
        #expect(seen.values.allSatisfy { $0 > 1_000 } && seen.count == 3, "\(seen)")
    }

    @Test(arguments: [77, 88] as [UInt64])
    func `let a session do nothing that its role may not, nor a boundary give anything`(_ seed: UInt64) throws {
        var generator = PolicyGenerator(seed: seed)
        var narrowed = 0
        for _ in 0..<Self.rounds {
            let generated = try Generated(from: &generator)
            let bounded = generated.layers
            var role = bounded
            role.session = nil
            var unbounded = bounded
            unbounded.boundary = nil
            for _ in 0..<25 {
                let request = generated.request(from: &generator, generator.context())
                let ofSession = bounded.evaluate(request).isAllowed
                let ofRole = role.evaluate(request).isAllowed
                if ofRole && !ofSession { narrowed += 1 }
                guard !ofSession || ofRole && unbounded.evaluate(request).isAllowed else {
                    Issue.record("\(request.action) \(request.resource) under \(generated.texts)")
                    return
                }
            }
        }
        #expect(narrowed > 50)
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
