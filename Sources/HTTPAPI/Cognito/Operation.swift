import Audit
import Federation
import STS
import StrictJSON

/// One action of the Cognito Identity API that needs no signature: what it reads, whom it asks, what it answers.
///
/// The door calls the parts in order, so that no action can forget one: read the members, check them, run, write.
protocol Operation: Sendable {
    associatedtype Input: OperationInput
    associatedtype Output: OperationOutput
    /// As in `X-Amz-Target`, behind the name of the service.
    static var action: String { get }
    func run(_ request: Input.Request, in context: ExchangeContext) async throws(FederationError) -> Output
}

/// One action that takes a signature, and a permission for what the request names.
protocol SignedOperation: Sendable {
    associatedtype Input: SignedInput
    associatedtype Output: OperationOutput
    static var action: String { get }
    func run(_ request: Input.Request, by caller: RecognisedCaller) async throws(FederationError) -> Output
    /// The same, for those that decide about logins and keep the decision.
    func run(
        _ request: Input.Request, by caller: RecognisedCaller, in context: ExchangeContext
    ) async throws(FederationError) -> Output
}

extension SignedOperation {
    func run(
        _ request: Input.Request, by caller: RecognisedCaller, in context: ExchangeContext
    ) async throws(FederationError) -> Output {
        try await run(request, by: caller)
    }

    /// All but those whose names say that they only look. Issuing a token begins with "Get", too; its decision is kept.
    static var mayChange: Bool { !["Get", "List", "Describe", "Lookup"].contains(where: action.hasPrefix) }
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

protocol SignedInput: OperationInput {
    /// What the caller must be allowed to act on. It is asked before the members are checked, so it may name nothing.
    var resource: PermissionResource { get }
    /// The tags that the request sets or takes away, as they came; the conditions of policies may ask about them.
    var tagging: RequestedTags { get }
}

extension SignedInput {
    var tagging: RequestedTags { .none }
}

protocol OperationOutput: Sendable {
    /// Writes the body; nothing where the model has no output.
    func write(to json: inout JSONWriter)
    func note(in record: inout AccessRecord)
}

extension OperationOutput {
    func note(in record: inout AccessRecord) {}
}

/// For actions whose model has no output: the body stays empty.
struct NoOutput: OperationOutput {
    func write(to json: inout JSONWriter) {}
}

/// For actions whose model has an output without members.
struct EmptyOutput: OperationOutput {
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.endObject()
    }
}
