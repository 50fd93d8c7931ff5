/// One action of an API in the AWS Query protocol.
protocol QueryAction: Sendable {
    static var action: String { get }
    /// Whether the answer has a result element; some calls only say that they are done.
    static var hasResult: Bool { get }

    /// - Parameters:
    ///   - result: stands inside the result element; what is written here is dropped when an error is thrown.
    func run(_ call: QueryCall, result: inout XMLWriter, record: inout AccessRecord) async throws(WireError)
}

extension QueryAction {
    static var hasResult: Bool { true }
}

/// A call as it reaches its action.
struct QueryCall: Sendable {
    let request: WireRequest
    /// What a signature covers, besides the head of the request.
    let body: [UInt8]
    let parameters: QueryParameters
}
