import Federation
import HTTPTypes
import IdentityModel
import RoleRules

extension Problem {
    /// - Parameter pointer: where the configuration stands in the body.
    init(_ refusal: RoleMappingRefusal, configurationAt pointer: String = "") {
        switch refusal {
        case .versionNotFound(let number):
            self.init(.notFound, "role-mapping-version-not-found", "The pool has no version \(number).")
        case .mistakes(let mistakes):
            self = .invalid(mistakes.map { Mistake(.body(pointer: pointer + $0.path), "\($0.reason)") })
        case .testsFail(let failures):
            self.init(
                .unprocessableContent, "role-tests-fail", "Test cases of the version do not hold.",
                mistakes: failures.map { Mistake(.body(pointer: "/tests/\($0.index)"), $0.explanation) })
        case .overtaken(let active):
            self.init(
                .preconditionFailed, "changed",
                "Version \(active) is in force now. Look at it and decide anew.")
        case .notADraft(let number):
            self.init(.conflict, "not-a-draft", "Version \(number) was in force, so it is not deleted.")
        case .inTheShadow(let number):
            self.init(.conflict, "in-the-shadow", "Version \(number) is in the shadow. End that first.")
        case .isActive(let number):
            self.init(.conflict, "in-force", "Version \(number) is in force, and is no shadow of itself.")
        case .noFormerVersion:
            self.init(.conflict, "no-former-version", "No version was in force before the present one.")
        case .tooManyDrafts(let limit):
            self.init(.conflict, "too-many-drafts", "A pool can have \(limit) drafts. Delete some first.")
        case .commentTooLong(let limit):
            self = .invalid(.body(pointer: "/comment"), "must have 0 to \(limit) characters")
        case .countOutOfRange(let range):
            self = .invalid(.body(pointer: "/last"), "must be from \(range.lowerBound) to \(range.upperBound)")
        case .decisionNotFound(let id):
            self.init(.notFound, "decision-not-found", "No decision about a role is kept under the request id \(id).")
        case .federation(.loginRefused(let provider, let error)):
            self.init(.unprocessableContent, "login-refused", "The login of \(provider) is refused: \(error).")
        case .federation(let error): self.init(error)
        }
    }

    /// Runs what belongs to role mappings and tells its refusal as a problem.
    static func mapping<Value>(
        configurationAt pointer: String = "", _ work: () async throws(RoleMappingRefusal) -> Value
    ) async throws(Problem) -> Value {
        do throws(RoleMappingRefusal) {
            return try await work()
        } catch {
            throw Problem(error, configurationAt: pointer)
        }
    }
}

extension RoleTestFailure {
    fileprivate var explanation: String {
        "'\(name)' expects \(Self.words(expected)) and gets \(Self.words(actual))"
    }

    private static func words(_ outcome: RoleOutcome) -> String {
        switch outcome {
        case .role(let arn): arn
        case .refusal(let code): "the refusal \(code)"
        }
    }
}
