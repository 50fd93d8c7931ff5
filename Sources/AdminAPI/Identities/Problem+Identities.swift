import Federation
import HTTPTypes
import Storage

extension Problem {
    init(_ problem: IdentityProblem) {
        switch problem {
        case .refused(let refusal): self.init(refusal)
        case .mergeNotFound(let id): self.init(.notFound, "merge-not-found", "Merge '\(id)' not found.")
        case .undoneBefore: self.init(.conflict, "merge-undone", "The merge was undone before.")
        case .survivorMerged:
            self.init(
                .conflict, "survivor-merged",
                "The identity that survived was merged itself, or is gone: undo that merge first.")
        case .loginNotFound: self.init(.notFound, "login-not-found", "Nobody owns this login.")
        case .tooManyExports(let limit):
            self.init(
                .tooManyRequests, "too-many-exports", "\(limit) exports are under way, as many as there may be.",
                retryAfter: 30)
        case .tooManyImports(let limit):
            self.init(
                .tooManyRequests, "too-many-imports", "\(limit) imports are under way, as many as there may be.",
                retryAfter: 3)
        }
    }

    private init(_ refusal: IdentityRefusal) {
        switch refusal {
        case .notFound: self = .notFound("The identity is not there.")
        case .overtaken: self = .changed
        case .merged:
            self.init(
                .conflict, "identity-merged", "Another identity took its place, which its `mergedInto` names.")
        case .retired:
            self.init(.conflict, "identity-without-logins", "It has no logins left and is disabled for good.")
        case .loginNotLinked: self.init(.notFound, "login-not-linked", "The identity does not own this login.")
        case .unmergeable(let conflicts):
            self.init(
                .conflict, "not-mergeable", "The two cannot become one.",
                mistakes: conflicts.map { Mistake(.body(pointer: "/absorb"), $0.explanation) })
        }
    }
}
