import HTTPTypes
import NIOCore

/// What relying parties read before they believe our tokens: the discovery document and the key set.
///
/// - Source: OpenID Connect Discovery 1.0 §4. The key set stands under the odd name that Cognito gave it, and under the
///   usual one.
struct DocumentDoor {
    let configuration: [UInt8]
    let keySet: @Sendable () -> [UInt8]

    func answer(_ request: WireRequest) -> WireResponse {
        switch request.method {
        case .get, .head:
            let body =
                request.path == "/.well-known/openid-configuration" ? configuration : keySet()
            return WireResponse(.ok, to: request, headers: Self.headers, body: ByteBuffer(bytes: body))
        case .options: return CrossOrigin.preflight(request, methods: "GET, HEAD, OPTIONS")
        default: return .methodNotAllowed("GET, HEAD, OPTIONS", to: request)
        }
    }

    /// Five minutes: no longer than a new key is published before tokens are signed with it.
    private static let headers: HTTPFields = {
        var headers = CrossOrigin.headers(contentType: "application/json")
        headers.append(HTTPField(name: .cacheControl, value: "public, max-age=300"))
        return headers
    }()
}
