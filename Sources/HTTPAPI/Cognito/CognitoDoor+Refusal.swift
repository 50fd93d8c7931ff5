import HTTPTypes
import NIOCore
import StrictJSON

extension CognitoDoor {
    static let headers = CrossOrigin.headers(contentType: "application/x-amz-json-1.1")

    /// Some SDKs read the code in the header and some in the body, so both say it; the header's ends in a colon.
    static func refusal(_ error: WireError, of request: WireRequest) -> WireResponse {
        var headers = Self.headers
        headers.append(HTTPField(name: .amznErrorType, value: "\(error.code):"))
        if let seconds = error.retryAfter { headers.append(HTTPField(name: .retryAfter, value: "\(seconds)")) }
        var json = JSONWriter()
        json.beginObject()
        json.member("__type", error.code)
        if let message = error.message {
            headers.append(HTTPField(name: .amznErrorMessage, value: headerText(message)))
            json.member("message", message)
        }
        json.endObject()
        return WireResponse(error.status, to: request, headers: headers, body: ByteBuffer(bytes: json.bytes))
    }

    /// Messages repeat what the client wrote. A header takes printable ASCII of it, and no more than fits beside the
    /// other headers in the smallest buffers of proxies; the body has it all.
    private static func headerText(_ message: String) -> String {
        let limit = 1024
        guard message.utf8.count > limit || message.utf8.contains(where: { !(0x20...0x7E).contains($0) }) else {
            return message
        }
        let printable = message.unicodeScalars.prefix(limit).map { (" "..."~").contains($0) ? $0 : "?" }
        return String(String.UnicodeScalarView(printable))
    }
}

/// What goes wrong before an operation is asked.
extension WireError {
    /// AWS sends no text with these two.
    static let unknownOperation = WireError("UnknownOperationException", nil)
    static let serialization = WireError("SerializationException", nil)

    static func bodyTooLarge(limit: Int) -> WireError {
        WireError(
            "RequestEntityTooLargeException", "The request body is larger than \(limit) bytes.",
            status: .contentTooLarge)
    }
}
