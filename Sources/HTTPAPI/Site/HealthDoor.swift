import HTTPTypes
import Logging
import NIOCore
import StrictJSON

/// Tells whoever runs us whether to restart us (`live`) and whether to send us requests (`ready`).
///
/// Anyone may ask, so an answer names the part that fails and the log says how. Good answers are not logged: probes come
/// every few seconds, for ever.
struct HealthDoor {
    private let checks: HealthChecks
    private let logger: Logger

    init(_ checks: HealthChecks, logger: Logger) {
        self.checks = checks
        self.logger = logger
    }

    func answer(_ request: WireRequest) async -> WireResponse {
        guard request.method == .get || request.method == .head else {
            return .methodNotAllowed("GET, HEAD", to: request)
        }
        return request.path == "/health/live" ? Self.report([], to: request) : await ready(request)
    }

    private func ready(_ request: WireRequest) async -> WireResponse {
        async let database = checks.database()
        async let keys = checks.keys()
        let findings = await [("database", database), ("keys", keys)]
        for case (let part, let problem?) in findings {
            logger.warning(
                "not ready",
                metadata: ["part": .string(part), "problem": .string(problem), "request.id": "\(request.id)"])
        }
        return Self.report(findings, to: request)
    }

    private static func report(_ findings: [(part: String, problem: String?)], to request: WireRequest) -> WireResponse
    {
        let isFine = findings.allSatisfy { $0.problem == nil }
        var json = JSONWriter()
        json.beginObject()
        for finding in findings { json.member(finding.part, finding.problem == nil ? "ok" : "failing") }
        json.member("status", isFine ? "ok" : "failing")
        json.endObject()
        return WireResponse(
            isFine ? .ok : .serviceUnavailable, to: request,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ByteBuffer(bytes: json.bytes))
    }
}
