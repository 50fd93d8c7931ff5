import HTTPTypes
import HummingbirdCore
import NIOCore

extension WireRequest {
    /// Takes a request from the framework, its body as far as `limit` bytes.
    ///
    /// A body that says that it is larger is not read at all.
    ///
    /// - Throws: when the connection ends before the body does.
    init(reading request: Request, from channel: any Channel, limit: Int) async throws {
        let received = ContinuousClock.now
        self.init(
            method: request.method, target: request.head.path ?? "/", authority: request.head.authority,
            headers: request.headers, body: try await Self.body(of: request, limit: limit),
            peer: channel.remoteAddress, received: received)
    }

    private static func body(of request: Request, limit: Int) async throws -> Body {
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= limit else { return .tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(announced)
        for try await chunk in request.body {
            guard bytes.count + chunk.readableBytes <= limit else { return .tooLarge(limit: limit) }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return .bytes(bytes)
    }
}
