import HTTPAPI
import HTTPTypes
import NIOCore
import STS
import StrictJSON

/// What a resource server is told when it gets no signing key.
///
/// - Source: RFC 9457.
struct Problem: Error, Equatable {
    let status: HTTPResponse.Status
    /// Clients branch on it; the last part of `type`.
    let code: String
    let title: String
    let detail: String
    /// For the log alone.
    var cause: String?
    /// Seconds.
    var retryAfter: Int64?

    init(_ status: HTTPResponse.Status, _ code: String, _ title: String, _ detail: String, cause: String? = nil) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.cause = cause
    }

    static let notJSON = Problem(.badRequest, "malformed", "Malformed request", "The body is no JSON object.")

    static func tooLarge(limit: Int) -> Problem {
        Problem(.contentTooLarge, "too-large", "Request too large", "The body is larger than \(limit) bytes.")
    }

    static func invalid(_ member: String, _ why: String) -> Problem {
        // A name that is not ours is the client's text; it is told that there is one, and not what it is.
        let name = ["accessKeyId", "sessionToken", "date", "region", "service"].contains(member) ? member : "A member"
        return Problem(.badRequest, "invalid-member", "Invalid member", "\(name) \(why).")
    }

    static let longTermKey = Problem(
        .badRequest, "long-term-key", "Not for long-term keys", "Keys are derived for sessions alone.")

    static func reservedService(_ name: String) -> Problem {
        Problem(.forbidden, "reserved-service", "Reserved service", "Keys for \(name) are not given away.")
    }

    static let dateNotCurrent = Problem(
        .badRequest, "date-not-current", "Date not current", "The date is not one that signatures bear now.")

    static let sessionExpired = Problem(.notFound, "session-expired", "Session expired", "The session is expired.")

    static func tooManyRequests(retryAfter seconds: Int64) -> Problem {
        var problem = Problem(.tooManyRequests, "rate-exceeded", "Rate exceeded", "Try again later.")
        problem.retryAfter = seconds
        return problem
    }

    /// What became of the resource server's own signature and permission.
    init(ofCaller error: STSError) {
        switch error {
        case .accessDenied(let message): self.init(.forbidden, "access-denied", "Access denied", message)
        case .unavailable(let cause): self = .unavailable(cause)
        case .sessionExpired:
            self.init(.unauthorized, "caller-expired", "Not authenticated", "The caller's own session is expired.")
        default:
            self.init(
                .unauthorized, "caller-unknown", "Not authenticated", "The caller's own signature is not accepted.",
                cause: error.explanation)
        }
    }

    /// What became of the session that it asks about.
    init(ofSession error: STSError) {
        switch error {
        case .sessionExpired: self = .sessionExpired
        case .unavailable(let cause): self = .unavailable(cause)
        default:
            self.init(
                .notFound, "session-unknown", "Session unknown", "The access key and token are no session of ours.",
                cause: error.explanation)
        }
    }

    private static func unavailable(_ cause: String) -> Problem {
        Problem(.serviceUnavailable, "unavailable", "Unavailable", "Try again.", cause: cause)
    }
}

extension Problem {
    /// As the access log knows it.
    var wire: WireError { WireError(code, detail, status: status, cause: cause, retryAfter: retryAfter) }

    func answer(to request: WireRequest) -> WireResponse {
        var json = JSONWriter()
        json.beginObject()
        json.member("type", "urn:sluice:problem:\(code)")
        json.member("title", title)
        json.member("status", Int64(status.code))
        json.member("detail", detail)
        json.member("instance", "urn:uuid:\(request.id)")
        json.endObject()
        var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if let retryAfter { headers.append(HTTPField(name: .retryAfter, value: "\(retryAfter)")) }
        return WireResponse(status, to: request, headers: headers, body: ByteBuffer(bytes: json.bytes))
    }
}
