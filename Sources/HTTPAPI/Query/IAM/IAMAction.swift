import AccessManagement
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

    /// What permission is asked on. Asked before anything is checked, so the members may be anything.
    func resource(_ members: IAMMembers) -> ManagedResource
    /// What permission is asked on besides; nil for nearly every action.
    func furtherResource(_ members: IAMMembers) -> ManagedResource?
    /// Reads and checks the members. What violates a constraint is noted, and `run` is not reached.
    func read(_ members: inout IAMMembers) throws(WireError) -> Request
    func run(_ request: Request) async throws(AccessManagementError) -> Answer
    func write(_ answer: Answer, to result: inout XMLWriter)
}

extension IAMAction {
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

/// What every action of the IAM API asks before it begins.
struct IAMGate: Sendable {
    /// Whose users, roles and policies these are. Nobody else's principals may touch them, whatever their policies say.
    let account: AccountID
    let recognise: @Sendable (_ request: SignedRequest, _ service: String) async throws(STSError) -> RecognisedCaller
    let require:
        @Sendable (
            _ action: IAMPolicy.Action, _ resource: ARN, _ caller: RecognisedCaller,
            _ enrich: (inout RequestContext) -> Void
        ) async throws(STSError) -> Void
    let locate: @Sendable (ManagedResource) async throws(AccessManagementError) -> LocatedResource
}

/// An action behind the steps that all actions of the IAM API share: signature, permission, constraints, run, answer.
struct GatedAction<Inner: IAMAction>: QueryAction {
    static var action: String { Inner.action }
    static var hasResult: Bool { Inner.Answer.self != Void.self }
    let inner: Inner
    let gate: IAMGate

    func run(_ call: QueryCall, result: inout XMLWriter, record: inout AccessRecord) async throws(WireError) {
        let caller: RecognisedCaller
        do throws(STSError) {
            caller = try await gate.recognise(call.request.signed(call.body), "iam")
        } catch {
            throw error.wire
        }
        record.callerARN = caller.arn
        var members = IAMMembers(parameters: call.parameters, callerName: caller.userName)
        try await permit(caller, inner.resource(members), members)
        if let further = inner.furtherResource(members) { try await permit(caller, further, members) }
        let request = try inner.read(&members)
        try members.refuse()
        let answer: Inner.Answer
        do throws(AccessManagementError) { answer = try await inner.run(request) } catch { throw error.wire }
        inner.write(answer, to: &result)
    }

    private func permit(
        _ caller: RecognisedCaller, _ resource: ManagedResource, _ members: IAMMembers
    ) async throws(WireError) {
        let located: LocatedResource
        do throws(AccessManagementError) { located = try await gate.locate(resource) } catch { throw error.wire }
        let action = IAMPolicy.Action("iam:\(Self.action)")
        guard caller.account == gate.account else {
            let request = AccessRequest(
                by: caller.principal, action: action, resource: ARN(located.arn), context: RequestContext())
            throw STSError.accessDenied(AccessDenied.withoutReason(request)).wire
        }
        let tags = try members.tagPairs()
        let keys = try members.tagKeys()
        do throws(STSError) {
            try await gate.require(action, ARN(located.arn), caller) { context in
                context.setResourceTags(located.tags.map { (key: $0.key, value: $0.value) })
                for tag in located.tags { context.set(ConditionKey("iam:ResourceTag/\(tag.key)"), to: tag.value) }
                context.setRequestTags(tags, transitive: [])
                if !keys.isEmpty { context.set(.tagKeys, toEach: keys) }
                if let policy = members.policyARN { context.set("iam:PolicyARN", to: policy) }
            }
        } catch {
            throw error.wire
        }
    }
}
