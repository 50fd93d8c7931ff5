import StrictJSON

/// The story of one decision: who came with what, who that is, which role and why, whether it may be worn, what came of it.
///
/// It reads the trace that `docs/decisions-and-audit.md` describes. What it does not know it leaves out; `--output json`
/// shows everything.
package struct Explanation {
    private let trace: JSONNode
    private var story = Story()

    /// - Parameter decision: as the admin API answers it: the trace, or something that holds it as `trace`.
    package init(_ decision: JSONNode) {
        trace = decision["trace"].flatMap { $0.kind == .object ? $0 : nil } ?? decision
        tellHead()
        tellLogins()
        tellIdentity()
        tellRoleChoice()
        tellAssumption()
        tellResult()
    }

    package var lines: [String] { story.lines }

    /// What somebody would get, and why, as a simulation answers it.
    package static func ofSimulation(_ simulation: JSONNode) -> [String] {
        var story = Story()
        let version = simulation["version"]?.number.map { " by version \($0.text)" } ?? " by the draft"
        story.heading("Role\(version)")
        if let explanation = simulation["explanation"] { RoleStory.tell(explanation, in: &story) }
        for (key, value) in simulation["sessionTags"].pairs {
            story.fact("tag", "\(key.shown) = \(Column.text(value))")
        }
        story.fact("tags", simulation["tagProblem"]?.string.map { "cannot be borne: \($0.shown)" })
        if let recorded = simulation["recorded"] {
            let outcome = recorded["role"]?.string ?? recorded["refusal"]?.string ?? "?"
            story.line("what came of the decision: \(outcome.shown)")
        }
        return story.lines
    }

    // MARK: Who asked, and what came of it

    private mutating func tellHead() {
        let operation = text("operation") ?? "?"
        let reason = trace["reason"]?.string
        switch trace["outcome"]?.string {
        case "granted": story.heading("\(operation) was granted.")
        case "refused": story.heading("\(operation) was refused: \(reason.map(ReasonWords.text) ?? "?").")
        case "failed": story.heading("\(operation) failed on Sluice's side: \(reason.map(ReasonWords.text) ?? "?").")
        default: story.heading("\(operation)")
        }
        if let explanation = text("explanation") { story.line(explanation) }
        story.fact("request", text("requestId"), depth: 1)
        story.fact("time", Moment.text(microseconds: trace["time"]), depth: 1)
        story.fact("from", text("clientAddress"), depth: 1)
        story.fact("pool", text("pool"), depth: 1)
        story.fact("caller", text("caller"), depth: 1)
        story.fact(
            "asked for", ["askedIdentity", "askedRole"].compactMap { text($0) }.joined(separator: ", "), depth: 1)
    }

    private mutating func tellLogins() {
        guard let logins = trace["logins"] else { return }
        story.heading("Logins")
        var isEmpty = true
        for login in logins.elements {
            isEmpty = false
            LoginStory.tell(login, in: &story)
        }
        if isEmpty { story.line(trace["caller"] == nil ? "none: a guest" : "none") }
    }

    private mutating func tellIdentity() {
        guard let identity = trace["identity"], let id = identity["id"]?.string?.shown else { return }
        story.heading("Identity")
        let way = identity["way"]?.string ?? ""
        story.line("\(id): \(Self.ways[way] ?? way.shown)")
        for login in identity["linked"].parts {
            story.fact("linked", Self.key(login))
        }
        for absorbed in identity["absorbed"].parts {
            story.fact("took over", absorbed.string?.shown)
        }
    }

    private static let ways = [
        "new-guest": "a new guest", "guest": "a guest who was here before", "new": "new: nobody had this login",
        "known": "the owner of the login", "linked": "got a login that was nobody's",
        "merged": "merged with another that the same person proved to own",
    ]

    private static func key(_ login: JSONNode) -> String {
        [login["provider"], login["subject"]].compactMap { $0?.string?.shown }.joined(separator: " ")
    }

    // MARK: Which role

    private mutating func tellRoleChoice() {
        guard let choice = trace["roleChoice"] else { return }
        let version = trace["mappingVersion"]?.number.map { " (version \($0.text) of the pool's roles)" } ?? ""
        story.heading("Role\(version)")
        RoleStory.tell(choice, in: &story)
        tellTags(trace["tags"])
    }

    private mutating func tellTags(_ tags: JSONNode?) {
        for (key, value) in tags.pairs {
            story.fact("tag", "\(key.shown) = \(value.string?.shown ?? "(not kept)")")
        }
    }

    // MARK: Whether it may be worn

    private mutating func tellAssumption() {
        guard let assumption = trace["assumption"] else { return }
        story.heading("Permission to wear \(assumption["role"]?.string?.shown ?? "it")")
        for judgement in assumption["judgements"].parts {
            TrustStory.tell(judgement, in: &story)
        }
        if let backEnd = assumption["backEnd"]?.string, backEnd != "embedded" {
            story.line("credentials are made by \(backEnd.shown)")
        }
        guard let session = assumption["session"] else { return }
        story.heading("Session")
        story.fact("name", session["name"]?.string?.shown, depth: 1)
        story.fact("lasts", session["seconds"]?.number?.integer.map(Moment.duration), depth: 1)
        for (key, value) in session["tags"].pairs {
            story.fact("tag", "\(key.shown) = \(value.string?.shown ?? "(not kept)")", depth: 1)
        }
        if session["guestScopeDown"] != nil { story.fact("policy", "narrowed to what guests may do", depth: 1) }
        story.fact("policy", session["policy"]?.string?.shown, depth: 1)
        for arn in session["policyArns"].parts {
            story.fact("policy", arn.string?.shown, depth: 1)
        }
    }

    private mutating func tellResult() {
        guard let result = trace["result"] else { return }
        story.heading("Result")
        if let key = result["accessKeyId"]?.string?.shown {
            let end = Moment.text(seconds: result["expires"]).map { " until \($0)" } ?? ""
            story.line("credentials \(key)\(end)")
        }
        if let seconds = result["tokenSeconds"]?.number?.integer {
            story.line("an OpenID token for \(Moment.duration(seconds))")
        }
        if let identity = result["identity"]?.string?.shown { story.line("the identity \(identity)") }
        for provider in result["unlinked"].parts {
            story.line("unlinked \(provider.string?.shown ?? "")")
        }
    }

    private func text(_ name: String) -> String? { trace[name]?.string?.shown }
}
