import Federation
import IAMPolicy
import STS
import SigV4
import StrictJSON

/// An operation whose types the door need not know.
struct AnyOperation: Sendable {
    let action: String
    let needsSignature: Bool
    /// - Parameter caller: who signed; nil for operations that need no signature, which ignore what they are sent.
    let perform:
        @Sendable (RequestMembers, _ caller: RecognisedCaller?, inout AccessRecord) async throws(WireError) -> [UInt8]

    init<Wrapped: Operation>(_ operation: Wrapped) {
        action = Wrapped.action
        needsSignature = false
        perform = { members, _, record throws(WireError) in
            let input = try Wrapped.Input(members)
            let request = try Self.checked(input, &record)
            return try await Self.answer(Wrapped.action, &record) { () throws(FederationError) in
                try await operation.run(request)
            }
        }
    }

    init<Wrapped: SignedOperation>(_ operation: Wrapped, permissions: @escaping PermissionCheck) {
        action = Wrapped.action
        needsSignature = true
        perform = { members, caller, record throws(WireError) in
            guard let caller else { throw STSError.signatureRefused(.noSignature).cognitoWire }
            let input = try Wrapped.Input(members)
            do throws(STSError) {
                try await permissions(
                    Action("cognito-identity:\(Wrapped.action)"), input.resource.target(for: caller), input.tagging,
                    caller)
            } catch {
                throw error.cognitoWire
            }
            let request = try Self.checked(input, &record)
            return try await Self.answer(Wrapped.action, &record) { () throws(FederationError) in
                try await operation.run(request, by: caller)
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
