import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

import struct Foundation.Date
import let Foundation.EADDRINUSE

/// Listens, and leads every request to the site.
///
/// It stands on the framework's server and leaves its router and application aside: one door fewer on the way in, and
/// nothing made per request that nobody reads. When it is told to shut down it takes no new connections, lets the
/// requests in flight finish, and closes the idle connections.
package struct HTTPServer: Service {
    private let configuration: HTTPServerConfiguration
    private let site: any Door
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) async -> Void
    private let dateHeader = DateHeader()

    /// - Parameter onListening: called once, with the port that was bound; the way to learn it when 0 was asked for.
    package init(
        _ configuration: HTTPServerConfiguration, site: some Door, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.site = site
        self.logger = logger
        self.onListening = onListening
    }

    package func run() async throws {
        let server = try HTTPServerBuilder.http1(configuration: configuration.connections).buildServer(
            configuration: configuration.listening(logger), eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        ) { request, writer, channel in
            let request = try await WireRequest(reading: request, from: channel, limit: configuration.bodyLimit)
            let response = await site.answer(request)
            if let stream = response.stream, request.method != .head {
                try await send(stream, of: response, to: request, writer, over: channel)
            } else {
                try await write(response, to: request, writer)
            }
        } onServerRunning: { channel in
            await onListening(channel.localAddress?.port ?? configuration.port)
        }
        do {
            try await server.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw HTTPServerError.addressInUse(host: configuration.host, port: configuration.port)
        }
    }

    /// Without a length: the client counts the pieces, and sees when the last one is missing.
    private func send(
        _ stream: BodyStream, of response: WireResponse, to request: WireRequest, _ writer: consuming ResponseWriter,
        over channel: any Channel
    ) async throws {
        var headers = response.headers
        headers.append(HTTPField(name: .date, value: dateHeader.text(at: Int64(Date().timeIntervalSince1970))))
        let head = HTTPResponse(status: response.status, headerFields: headers)
        do {
            try await writer.write(
                response: head, body: ResponseBody(stream, over: channel, patience: configuration.idleTimeout))
        } catch {
            logger.notice(
                "an answer broke off", metadata: ["request.id": "\(request.id)", "reason": "\(error)"])
            throw error
        }
    }

    private func write(
        _ response: WireResponse, to request: WireRequest, _ writer: consuming ResponseWriter
    ) async throws {
        var headers = response.headers
        headers.append(HTTPField(name: .contentLength, value: String(response.body.readableBytes)))
        headers.append(HTTPField(name: .date, value: dateHeader.text(at: Int64(Date().timeIntervalSince1970))))
        let head = HTTPResponse(status: response.status, headerFields: headers)
        let isBodyless = request.method == .head || response.body.readableBytes == 0
        try await writer.write(
            response: head, body: isBodyless ? ResponseBody() : ResponseBody(byteBuffer: response.body))
    }
}

/// Why the server does not listen, for the operator.
package enum HTTPServerError: Error, Equatable, CustomStringConvertible {
    case addressInUse(host: String, port: Int)

    package var description: String {
        switch self {
        case .addressInUse(let host, let port):
            "\(host):\(port) is in use already: choose another port with --listen-port (listen.port)"
        }
    }
}
