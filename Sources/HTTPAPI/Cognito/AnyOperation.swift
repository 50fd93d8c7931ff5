import Audit
import Federation
import IAMPolicy
import IdentityModel
import STS
import SigV4
import StrictJSON

/// An operation whose types the door need not know.
struct AnyOperation: Sendable {
    let action: String
    let needsSignature: Bool
    /// - Parameter caller: who signed; nil for operations that need no signature, which ignore what they are sent.
    let perform:
        @Sendable (
            RequestMembers, _ caller: RecognisedCaller?, ExchangeContext, inout AccessRecord
        ) async throws(WireError) -> [UInt8]

    init<Wrapped: Operation>(_ operation: Wrapped) {
        action = Wrapped.action
        needsSignature = false
        perform = { members, _, context, record throws(WireError) in
            let input = try Wrapped.Input(members)
            let request = try Self.checked(input, &record)
            return try await Self.answer(Wrapped.action, &record) { () throws(FederationError) in
                try await operation.run(request, in: context)
            }
        }
    }

    init<Wrapped: SignedOperation>(
        _ operation: Wrapped, permissions: @escaping PermissionCheck, changes: ChangeLedger = .none
    ) {
        action = Wrapped.action
        needsSignature = true
        perform = { members, caller, context, record throws(WireError) in
            guard let caller else { throw STSError.signatureRefused(.noSignature).cognitoWire }
            let input = try Wrapped.Input(members)
            let action = Action("cognito-identity:\(Wrapped.action)")
            let target = input.resource.target(for: caller)
            func change() -> AdminChange {
                AdminChange(
                    action: action.name, actor: caller.arn, signedBy: caller.accessKeyID?.rawValue,
                    resource: target.name, context: context, request: members.recorded, people: members.people)
            }
            do throws(STSError) {
                try await permissions(action, target, input.tagging, caller)
            } catch {
                let refusal = error.cognitoWire
                if Wrapped.mayChange, case .accessDenied = error { changes.refuse(change(), because: refusal.code) }
                throw refusal
            }
            let request = try Self.checked(input, &record)
            guard Wrapped.mayChange else {
                return try await Self.answer(Wrapped.action, &record) { () throws(FederationError) in
                    try await operation.run(request, by: caller, in: context)
                }
            }
            return try await changes.make(change(), unavailable: WireError.internalError) { () throws(WireError) in
                try await Self.answer(Wrapped.action, &record) { () throws(FederationError) in
                    try await operation.run(request, by: caller, in: context)
                }
            }
        }
    }

    private static func checked<Input: OperationInput>(
        _ input: Input, _ record: inout AccessRecord
    ) throws(WireError) -> Input.Request {
        let request: Input.Request
        do throws(Violations) { request = try input.checked() } catch {
            throw WireError("ValidationException", error.message)
        }
        input.note(in: &record)
        return request
    }

    private static func answer<Output: OperationOutput>(
        _ action: String, _ record: inout AccessRecord, _ run: () async throws(FederationError) -> Output
    ) async throws(WireError) -> [UInt8] {
        let output: Output
        do throws(FederationError) { output = try await run() } catch { throw error.wire(in: action) }
        output.note(in: &record)
        var json = JSONWriter(capacity: 2048)
        output.write(to: &json)
        return json.bytes
    }
}

/// Whether a caller may do something: see `Permissions.require`.
typealias PermissionCheck =
    @Sendable (
        _ action: Action, _ resource: PermissionTarget, _ tagging: RequestedTags, _ caller: RecognisedCaller
    ) async throws(STSError) -> Void
