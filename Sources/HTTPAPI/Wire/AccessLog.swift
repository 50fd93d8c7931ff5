import HTTPTypes
import IdentityModel
import Logging
import NIOCore

/// What a door learns of a request on its way, for the one line that the log gets of it.
package struct AccessRecord: Sendable {
    /// A name from our own list, never the client's text.
    package var action: String?
    package var poolID: String?
    package var identityID: String?
    package var providers: [ProviderName] = []
    /// The STS elsewhere that made the credentials, and how they came here.
    var backEnd: (name: String, delivery: String)?
    /// Who signed the request, once that is known.
    package var callerARN: String?

    package init(action: String? = nil) {
        self.action = action
    }
}

/// One line per request, without a token in it.
package struct AccessLog: Sendable {
    private let logger: Logger

    package init(_ logger: Logger) {
        self.logger = logger
    }

    /// A refused login is everyday business. Only a fault of ours is an error; its line names a cause, and so does that
    /// of a refusal for which somebody else than the client has to look after something.
    package func write(_ record: AccessRecord, of request: WireRequest, refusal: WireError? = nil) {
        let isFault = refusal?.isFault ?? false
        logger.log(level: isFault ? .error : .info, "request", metadata: metadata(record, request, refusal))
    }

    /// For answers that no protocol has a name for: documents, preflights, places that do not exist.
    package func write(_ status: HTTPResponse.Status, of request: WireRequest) {
        write(
            AccessRecord(), of: request, refusal: status.kind == .successful ? nil : WireError(String(status.code), nil)
        )
    }

    private func metadata(
        _ record: AccessRecord, _ request: WireRequest, _ refusal: WireError?
    ) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "request.id": .string(request.id.description),
            "outcome": .string(refusal.map { $0.isFault ? "failed" : "refused" } ?? "answered"),
            "duration.ms": .string(Self.milliseconds(ContinuousClock.now - request.received)),
        ]
        if let action = record.action { metadata["action"] = .string(action) }
        if let pool = record.poolID { metadata["pool.id"] = .string(pool) }
        if let identity = record.identityID { metadata["identity.id"] = .string(identity) }
        if !record.providers.isEmpty { metadata["provider"] = .string(Self.line(of: record.providers)) }
        if let backEnd = record.backEnd {
            metadata["backend"] = .string(backEnd.name)
            metadata["backend.delivery"] = .string(backEnd.delivery)
        }
        if let caller = record.callerARN { metadata["caller.arn"] = .string(caller) }
        if let refusal { metadata["error.code"] = .string(refusal.code) }
        if let cause = refusal?.cause { metadata["error.cause"] = .string(cause) }
        if let peer = request.peer?.ipAddress { metadata["peer"] = .string(peer) }
        return metadata
    }

    /// Provider names are the client's text, so nothing that could end the line or colour it goes through.
    private static func line(of providers: [ProviderName]) -> String {
        let names = providers.lazy.map(\.rawValue).joined(separator: ",")
        guard names.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return names }
        return String(String.UnicodeScalarView(names.unicodeScalars.map { (" "..."~").contains($0) ? $0 : "?" }))
    }

    /// To a tenth.
    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let tenths = seconds * 10_000 + attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
