import Audit
import IdentityModel
import RoleRules
import STS
import Storage
import UpstreamSTS

import struct Foundation.Date
import struct Foundation.UUID

/// What an exchange finds on its way, gathered by the code that decides. It is put into words later, by the writer.
struct DecisionDraft: Sendable {
    let operation: ExchangeOperation
    let context: ExchangeContext
    let began: Date

    var pool: IdentityPoolID?
    /// The identity of the request, as it was given.
    var askedIdentity: String?
    /// The role of the request, as it was given.
    var askedRole: String?
    /// Who signed the request.
    var caller: RecognisedCaller?
    var logins: [TracedLogin] = []
    var identity: TracedIdentity?
    /// Whom a role is chosen for.
    var applicant: RoleApplicant?
    var roles: RoleExplanation?
    /// Of the role configuration that chose the role.
    var mappingVersion: Int64?
    /// What the version in the pool's shadow would have chosen.
    var shadow: ShadowOutcome?
    /// Tags of an OpenID token that was issued.
    var tags: [String: String] = [:]
    var assumption = AssumptionTrace()
    var result: Result?
    /// Why it ended, where the error says less.
    var cause: String?
    fileprivate(set) var failure: Failure?

    struct Failure: Sendable {
        let code: String
        let isOurs: Bool
        /// In words, for those who set things up; nil when the code says it all.
        let explanation: String?
    }

    enum Result: Sendable {
        case credentials(AccessKeyID, expires: Date)
        case token(seconds: Int64)
        /// Only who it is was asked.
        case identity
        case unlinked([ProviderName])
    }

    init(_ operation: ExchangeOperation, _ context: ExchangeContext, at now: Date) {
        self.operation = operation
        self.context = context
        began = now
    }

    /// Refuses for a cause that the error alone does not tell.
    mutating func refuse<Failure: Error>(_ cause: ExchangeCause, _ error: Failure) -> Failure {
        self.cause = cause.rawValue
        return error
    }

    /// - Parameter code: of the error, where nothing finer is known.
    mutating func fail(_ error: some ExchangeFailure) {
        var code = cause ?? error.code
        if cause == nil, case .failure(let refusal)? = roles?.outcome { code = refusal.code }
        failure = Failure(code: code, isOurs: error.isOurs, explanation: error.cause)
    }
}

/// A login of the request, and how far it came.
enum TracedLogin: Sendable {
    case proven(VerifiedLogin)
    case refused(ProviderName, LoginError, LoginEvidence?)
}

/// Who was found, or made.
struct TracedIdentity: Sendable {
    enum Way: String, Sendable {
        case newGuest = "new-guest"
        case guest
        /// Somebody whom nobody knew.
        case new
        /// Owned the logins before.
        case known
        /// Got at least one of the logins now.
        case linked
        /// Took over at least one other identity now.
        case merged
    }

    var id: IdentityID
    var way: Way
    var linked: [LoginKey] = []
    var absorbed: [UUID] = []

    init(_ id: IdentityID, _ way: Way) {
        self.id = id
        self.way = way
    }

    init(_ plan: Settlement.Plan, in pool: IdentityPool) {
        id = IdentityID(region: pool.id.region, uuid: plan.survivor)
        linked = plan.link
        absorbed = plan.absorb
        way = plan.isNew ? .new : !plan.absorb.isEmpty ? .merged : plan.link.isEmpty ? .known : .linked
    }
}

extension ExchangeFailure {
    /// Not named like the errors' own texts: where a text may be missing, this one would be taken for theirs, and call
    /// itself without end.
    fileprivate var cause: String? {
        switch self {
        case let error as FederationError:
            switch error {
            case .roleNotAssumable(_, let why): why.explanation
            case .unusableTags(let why): why
            case .upstreamRefused(_, let failure): failure.error.explanation
            case .unavailable(let cause), .internal(let cause): cause
            default: nil
            }
        case let error as STSError: error.explanation
        case let error as WebIdentityError:
            switch error {
            case .invalidToken(let text): text
            case .refused(let why): why.explanation
            case .unavailable(let cause): cause
            default: nil
            }
        default: nil
        }
    }
}
