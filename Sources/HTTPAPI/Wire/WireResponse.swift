import HTTPTypes
import NIOCore

/// What goes back over the wire. `Date`, and `Content-Length` where the length is known, are added on the way out.
package struct WireResponse: Sendable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: ByteBuffer
    /// What is sent instead of `body`.
    package var stream: BodyStream?

    /// - Parameters:
    ///   - request: the id goes back to the client on every answer, good or bad.
    ///   - headers: beside the request id.
    package init(
        _ status: HTTPResponse.Status, to request: WireRequest, headers: HTTPFields = [:],
        body: ByteBuffer = ByteBuffer()
    ) {
        self.status = status
        self.headers = headers
        self.headers.append(HTTPField(name: .amznRequestID, value: request.id.description))
        self.body = body
    }
}

extension HTTPField.Name {
    private static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no header name") }
        return name
    }

    static let amznRequestID = known("x-amzn-RequestId")
    static let amznErrorType = known("x-amzn-ErrorType")
    static let amznErrorMessage = known("x-amzn-ErrorMessage")
    static let amzTarget = known("x-amz-target")
    static let forwardedFor = known("x-forwarded-for")
    static let forwardedProto = known("x-forwarded-proto")
}
