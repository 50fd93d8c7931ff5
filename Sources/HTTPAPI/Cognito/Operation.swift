import Federation
import StrictJSON

/// One action of the Cognito Identity API: what it reads, whom it asks, what it answers.
///
/// The door calls the parts in order, so that no action can forget one: read the members, check them, run, write.
protocol Operation: Sendable {
    associatedtype Input: OperationInput
    associatedtype Output: OperationOutput
    /// As in `X-Amz-Target`, behind the name of the service.
    static var action: String { get }
    func run(_ request: Input.Request) async throws(FederationError) -> Output
}

/// The members of a request; their types fit, and that is all that is known of them.
protocol OperationInput: Sendable {
    /// What `run` takes: nothing in it violates a constraint.
    associatedtype Request: Sendable
    init(_ members: RequestMembers) throws(WireError)
    func checked() throws(Violations) -> Request
    /// Called when the members have been checked, so nothing unsightly gets into the log.
    func note(in record: inout AccessRecord)
}

protocol OperationOutput: Sendable {
    /// Writes the body; nothing where the model has no output.
    func write(to json: inout JSONWriter)
    func note(in record: inout AccessRecord)
}

/// An operation whose types the door need not know.
struct AnyOperation: Sendable {
    let action: String
    let perform: @Sendable (RequestMembers, inout AccessRecord) async throws(WireError) -> [UInt8]

    init<Wrapped: Operation>(_ operation: Wrapped) {
        action = Wrapped.action
        perform = { members, record throws(WireError) in
            let input = try Wrapped.Input(members)
            let request: Wrapped.Input.Request
            do throws(Violations) { request = try input.checked() } catch {
                throw WireError("ValidationException", error.message)
            }
            input.note(in: &record)
            let output: Wrapped.Output
            do throws(FederationError) { output = try await operation.run(request) } catch { throw error.wire }
            output.note(in: &record)
            var json = JSONWriter(capacity: 2048)
            output.write(to: &json)
            return json.bytes
        }
    }
}
