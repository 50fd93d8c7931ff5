import HTTPAPI
import HTTPTypes
import IdentityModel
import STS

/// Tells who calls: whoever signed (SigV4, service `sluice`), or whose bearer token it is.
package struct AdminCallers: Sendable {
    private let recognition: CallerRecognition
    private let tokens: BearerRecognition

    /// The service in the scope of a signature.
    package static let service = "sluice"

    package init(recognition: CallerRecognition, tokens: BearerRecognition) {
        self.recognition = recognition
        self.tokens = tokens
    }

    func recognise(_ request: WireRequest, _ body: [UInt8]) async throws(STSError) -> RecognisedCaller {
        let scheme = "bearer "
        if let header = request.header(.authorization), header.prefix(scheme.count).lowercased() == scheme {
            return try await tokens.recognise(Secret(String(header.dropFirst(scheme.count))))
        }
        return try await recognition.recognise(request.signed(body), service: Self.service)
    }
}
