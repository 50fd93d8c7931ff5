import HTTPAPI
import HTTPTypes
import Logging
import NIOCore
import SigV4
import StrictJSON

/// Answers proxies that ask whether a request may pass: 200 with headers that say as whom, or 401 or 403 with a reason.
///
/// It speaks for whoever sent the original request, so it must be reached by the proxy alone.
package struct AuthorizeDoor: Door {
    /// Where it stands on the site.
    package static let place = "/authorize"

    private let routes: RouteTable
    private let authorize: @Sendable (OriginalRequest) async throws(AuthorizationRefusal) -> AuthorizedCaller
    private let limits: RateLimits
    private let log: AccessLog

    /// - Parameter limits: of the addresses that requests come from, as the proxy tells them.
    package init(_ routes: RouteTable, authorization: RequestAuthorization, limits: RateLimits, logger: Logger) {
        self.init(
            routes,
            authorize: { request throws(AuthorizationRefusal) in try await authorization.authorize(request) },
            limits: limits, logger: logger)
    }

    init(
        _ routes: RouteTable,
        authorize: @escaping @Sendable (OriginalRequest) async throws(AuthorizationRefusal) -> AuthorizedCaller,
        limits: RateLimits, logger: Logger
    ) {
        self.routes = routes
        self.authorize = authorize
        self.limits = limits
        log = AccessLog(logger)
    }

    package func answer(_ request: WireRequest) async -> WireResponse {
        var record = AccessRecord(action: "Authorize")
        do throws(AuthorizationRefusal) {
            let caller = try await judge(request)
            record.callerARN = caller.name
            record.identityID = caller.value(.identity)
            record.poolID = caller.value(.pool)
            log.write(record, of: request)
            var headers = PrincipalHeaders.fields(of: caller)
            headers.append(HTTPField(name: .cacheControl, value: "no-store"))
            return WireResponse(.ok, to: request, headers: headers)
        } catch {
            log.write(record, of: request, refusal: error.wire)
            return Self.refusal(error.wire, to: request)
        }
    }

    /// An address that sends wrong credentials too often is not judged for a while, whoever else is behind it; good ones
    /// are never counted.
    private func judge(_ request: WireRequest) async throws(AuthorizationRefusal) -> AuthorizedCaller {
        if let seconds = limits.wait(request) { throw .tooManyRequests(retryAfter: seconds) }
        var original = try OriginalRequest(
            in: request, from: routes.proxy, at: Self.place, amongSeveral: routes.hasSeveralAPIs)
        original.facts = limits.facts(of: request)
        if original.headers.contains(where: { PrincipalHeaders.areMimicked(by: $0.name) }) { throw .headerAmbiguous }
        do throws(AuthorizationRefusal) {
            return try await authorize(original)
        } catch {
            if error.isCounted { _ = limits.take(request) }
            throw error
        }
    }

    private static func refusal(_ error: WireError, to request: WireRequest) -> WireResponse {
        var json = JSONWriter()
        json.beginObject()
        json.member("reason", error.code)
        json.member("message", error.message ?? "")
        json.member("requestId", request.id.description)
        json.endObject()
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        headers.append(HTTPField(name: PrincipalHeaders.reason, value: error.code))
        if error.status == .unauthorized {
            headers.append(HTTPField(name: .wwwAuthenticate, value: "AWS4-HMAC-SHA256, Bearer"))
        }
        if let seconds = error.retryAfter { headers.append(HTTPField(name: .retryAfter, value: "\(seconds)")) }
        return WireResponse(error.status, to: request, headers: headers, body: ByteBuffer(bytes: json.bytes))
    }
}
