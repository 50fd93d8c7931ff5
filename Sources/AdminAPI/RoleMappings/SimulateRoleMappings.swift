import Federation
import IdentityModel
import RoleRules
import StrictJSON

struct SimulateRoleMappings: AdminRoute {
    static let description: RouteDescription = {
        var description = RouteDescription(
            "SimulateRoleMappings", .post, "/pools/{poolId}/role-mappings:simulate",
            "Tells which role somebody would get, and why: of claims, of tokens, or of a decision that is kept. Issues nothing.",
            body: .json(
                .object(
                    RoleMappingDocument.candidate + [
                        .optional("logins", .list(.anything, count: 1...10), "As in a test case; none for a guest."),
                        .optional(
                            "tokens", .map(.text(1...50_000), keys: TextRule(length: 1...2_048), count: 1...10),
                            "Real tokens by provider, in place of logins. They are proven and forgotten."),
                        .optional("decision", .text(1...64), "The request id of a decision, in place of logins."),
                        .optional("requestedRole", .text(20...2_048)), .optional("sourceAddress", .text(1...64)),
                        .optional("time", .anything, "A time or seconds since 1970; now when not given."),
                    ])),
            answer: .ok(
                .named(
                    "RoleSimulation",
                    .object([
                        .optional("version", .integer()), .init("outcome", RoleMappingDocument.outcome),
                        .optional("sessionTags", .map(.text(0...256))),
                        .optional("tagProblem", .text(), "Why the session could not bear its tags."),
                        .optional("recorded", RoleMappingDocument.outcome, "What came of the decision."),
                        .init("explanation", .anything, "All that was looked at."),
                    ]))))
        description.asksOnly = true
        return description
    }()

    let mappings: RoleMappingAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let candidate = try RoleMappingDocument.candidate(call.body)
        let subject = try Self.subject(call.body)
        let simulation = try await Problem.mapping { () throws(RoleMappingRefusal) in
            try await mappings.simulate(subject, with: candidate, in: call.parameter("poolId"), by: call.caller)
        }
        return .json { json in
            json.beginObject()
            if let version = simulation.version { json.member("version", version) }
            json.name("outcome")
            RoleOutcome(simulation.explanation.outcome).write(to: &json)
            switch simulation.tags {
            case .success(let tags):
                json.name("sessionTags")
                json.map(tags.values)
            case .failure(let problem): json.member("tagProblem", problem.code)
            }
            if let recorded = simulation.recorded {
                json.name("recorded")
                recorded.write(to: &json)
            }
            json.name("explanation")
            simulation.explanation.write(to: &json)
            json.endObject()
        }
    }

    private static func subject(_ body: JSONNode?) throws(Problem) -> RoleMappingAdministration.Subject {
        let given = ["logins", "tokens", "decision"].filter { body?[$0] != nil }
        guard given.count < 2 else {
            throw .invalid(.body(pointer: "/\(given[1])"), "stands beside \(given[0]): say one of them")
        }
        let situation: RoleSituation
        do throws(MappingMistakes) {
            situation = try RoleSituation(in: body)
        } catch {
            throw Problem(.mistakes(error.mistakes))
        }
        if let id = body?.text("decision") { return .decision(id) }
        if let tokens = body?["tokens"] {
            let logins = tokens.members.map { name, token in
                Login(provider: ProviderName(name), token: Secret(token.string ?? ""))
            }
            return .tokens(
                logins, requestedRole: situation.requestedRole, sourceAddress: situation.sourceAddress)
        }
        return .situation(situation)
    }
}
