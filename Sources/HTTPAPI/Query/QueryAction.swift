import Audit
import STS
import SigV4

/// One action of an API in the AWS Query protocol.
protocol QueryAction: Sendable {
    static var action: String { get }
    /// Whether the answer has a result element; some calls only say that they are done.
    static var hasResult: Bool { get }
    /// Whether anybody may call it, so that each call counts against the limit of its address.
    static var isPublic: Bool { get }

    /// - Parameters:
    ///   - result: stands inside the result element; what is written here is dropped when an error is thrown.
    func run(_ call: QueryCall, result: inout XMLWriter, record: inout AccessRecord) async throws(WireError)
}

extension QueryAction {
    static var hasResult: Bool { true }
    static var isPublic: Bool { false }
}

/// A call as it reaches its action.
struct QueryCall: Sendable {
    let request: WireRequest
    /// What a signature covers, besides the head of the request.
    let body: [UInt8]
    let parameters: QueryParameters
    let limits: RateLimits

    var context: ExchangeContext { limits.context(of: request) }

    /// Who signed this call.
    func caller(
        _ recognise: CallerCheck, of service: String, _ record: inout AccessRecord
    ) async throws(WireError) -> RecognisedCaller {
        do throws(STSError) {
            let caller = try await recognise(request.signed(body), service).asking(with: limits.facts(of: request))
            record.callerARN = caller.arn
            return caller
        } catch {
            if error.mayBeGuess { _ = limits.take(request) }
            throw error.wire
        }
    }
}

/// Tells who signed a request for a service.
typealias CallerCheck =
    @Sendable (_ request: SignedRequest, _ service: String) async throws(STSError) -> RecognisedCaller
