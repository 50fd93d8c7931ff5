import AccessManagement
import Audit
import IAMPolicy
import IdentityModel
import STS
import SigV4

/// One action of the IAM API: what it is about, what it reads, whom it asks, what it answers.
///
/// The parts are called in order by `GatedAction`, so that no action can forget one.
protocol IAMAction: Sendable {
    associatedtype Request: Sendable
    /// `Void` where the model has no output; the answer then has no result element either.
    associatedtype Answer: Sendable
    static var action: String { get }
    /// Which of its members the conditions of policies may ask about; none for nearly every action. A member that the
    /// action does not have must count for nothing, or whoever sends one besides meets any condition.
    static var conditional: ConditionalMembers { get }
    /// The action that tagging what is made needs besides.
    static var tagging: String? { get }

    /// What permission is asked on. Asked before anything is checked, so the members may be anything.
    func resource(_ members: IAMMembers) -> ManagedResource
    /// What permission is asked on besides; nil for nearly every action.
    func furtherResource(_ members: IAMMembers) -> ManagedResource?
    /// Reads and checks the members. What violates a constraint is noted, and `run` is not reached.
    func read(_ members: inout IAMMembers) throws(WireError) -> Request
    func run(_ request: Request) async throws(AccessManagementError) -> Answer
    func write(_ answer: Answer, to result: inout XMLWriter)
}

/// Members that are keys of conditions.
///
/// - Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Identity and Access
///   Management".
struct ConditionalMembers: OptionSet {
    let rawValue: Int
    /// `Tags`: `aws:RequestTag/…` and `aws:TagKeys`.
    static let tags = ConditionalMembers(rawValue: 1)
    /// `TagKeys`: `aws:TagKeys`.
    static let tagKeys = ConditionalMembers(rawValue: 2)
    /// `PolicyArn`: `iam:PolicyARN`.
    static let policyARN = ConditionalMembers(rawValue: 4)
    /// `PermissionsBoundary`: `iam:PermissionsBoundary`, as it is to be.
    static let newBoundary = ConditionalMembers(rawValue: 8)
    /// No member, but the boundary of what the action is about: `iam:PermissionsBoundary`, as it is.
    static let boundary = ConditionalMembers(rawValue: 16)
}

extension IAMAction {
    static var conditional: ConditionalMembers { [] }
    static var tagging: String? { nil }
    func furtherResource(_ members: IAMMembers) -> ManagedResource? { nil }
}

extension IAMAction where Answer == Void {
    func write(_ answer: Void, to result: inout XMLWriter) {}
}

/// The result element of an action whose model has an output without members.
struct NoMembers: Sendable {}

extension IAMAction where Answer == NoMembers {
    func write(_ answer: NoMembers, to result: inout XMLWriter) {}
}

/// Asks whether a caller may do something; the last argument adds what is known of the request.
typealias PermissionOnResource =
    @Sendable (
        _ action: IAMPolicy.Action, _ resource: ARN, _ caller: RecognisedCaller,
        _ enrich: (inout RequestContext) -> Void
    ) async throws(STSError) -> Void

/// What every action of the IAM API asks before it begins.
struct IAMGate: Sendable {
    /// Whose users, roles and policies these are. Nobody else's principals may touch them, whatever their policies say.
    let account: AccountID
    let recognise: @Sendable (_ request: SignedRequest, _ service: String) async throws(STSError) -> RecognisedCaller
    let require: PermissionOnResource
    let locate: @Sendable (ManagedResource) async throws(AccessManagementError) -> LocatedResource
    var changes = ChangeLedger.none
    /// Called when something of the account may have changed, so that it is in force at once here. Never before a
    /// permission was given: strangers must not empty what is kept of the database.
    let onChange: @Sendable () -> Void
}

/// An action behind the steps that all actions of the IAM API share: signature, permission, constraints, run, answer.
struct GatedAction<Inner: IAMAction>: QueryAction {
    static var action: String { Inner.action }
    static var hasResult: Bool { Inner.Answer.self != Void.self }
    let inner: Inner
    let gate: IAMGate

    func run(_ call: QueryCall, result: inout XMLWriter, record: inout AccessRecord) async throws(WireError) {
        let caller = try await call.caller(gate.recognise, of: "iam", &record)
        var members = IAMMembers(parameters: call.parameters, callerName: caller.userName)
        let asked = IAMPolicy.Action("iam:\(Self.action)")
        let resource = inner.resource(members)
        func change(_ arn: String?) -> AdminChange {
            AdminChange(
                action: asked.name, actor: caller.arn, signedBy: caller.accessKeyID?.rawValue, resource: arn,
                context: call.context, request: call.parameters.recorded)
        }
        let arn: String
        do throws(WireError) {
            arn = try await permit(caller, asked, resource, members)
            if let further = inner.furtherResource(members) { _ = try await permit(caller, asked, further, members) }
            if let tagging = Inner.tagging, members.hasTags {
                _ = try await permit(caller, IAMPolicy.Action("iam:\(tagging)"), resource, members)
            }
        } catch {
            if Self.mayChange, error.code == "AccessDenied" { gate.changes.refuse(change(nil), because: error.code) }
            throw error
        }
        let request = try inner.read(&members)
        try members.refuse()
        guard Self.mayChange else {
            inner.write(try await perform(request), to: &result)
            return
        }
        let answer = try await gate.changes.make(change(arn), unavailable: WireError.unavailable) {
            () throws(WireError) in
            defer { gate.onChange() }
            return try await perform(request)
        }
        inner.write(answer, to: &result)
    }

    private func perform(_ request: Inner.Request) async throws(WireError) -> Inner.Answer {
        do throws(AccessManagementError) { return try await inner.run(request) } catch { throw error.wire }
    }

    /// All but those whose names say that they only look.
    private static var mayChange: Bool { !["Get", "List"].contains(where: action.hasPrefix) }

    /// The ARN that permission was asked on.
    private func permit(
        _ caller: RecognisedCaller, _ action: IAMPolicy.Action, _ resource: ManagedResource, _ members: IAMMembers
    ) async throws(WireError) -> String {
        let located: LocatedResource
        do throws(AccessManagementError) { located = try await gate.locate(resource) } catch { throw error.wire }
        guard caller.account == gate.account else {
            let request = AccessRequest(
                by: caller.principal, action: action, resource: ARN(located.arn), context: RequestContext())
            throw STSError.accessDenied(AccessDenied.withoutReason(request)).wire
        }
        let tags = Inner.conditional.contains(.tags) ? try members.tagPairs() : []
        let keys = Inner.conditional.contains(.tagKeys) ? try members.tagKeys() : []
        let policy = Inner.conditional.contains(.policyARN) ? members.policyARN : nil
        let boundary =
            if Inner.conditional.contains(.newBoundary) { members.boundary } else {
                Inner.conditional.contains(.boundary) ? located.boundary : nil
            }
        do throws(STSError) {
            try await gate.require(action, ARN(located.arn), caller) { context in
                context.setResourceTags(located.tags.map { (key: $0.key, value: $0.value) })
                for tag in located.tags { context.set(ConditionKey("iam:ResourceTag/\(tag.key)"), to: tag.value) }
                context.setRequestTags(tags, transitive: [])
                if !keys.isEmpty { context.set(.tagKeys, toEach: keys) }
                if let boundary { context.set("iam:PermissionsBoundary", to: boundary) }
                if let policy { context.set("iam:PolicyARN", to: policy) }
            }
            return located.arn
        } catch {
            throw error.wire
        }
    }
}
