import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A real HTTP server on this machine that answers whatever a test wants, good manners or not.
package final class LoopbackServer: Sendable {
    package struct Reply: Sendable {
        package enum Body: Sendable {
            case bytes([UInt8])
            /// Chunk after chunk, until the client goes away.
            case endless
            /// A first byte, and then nothing more.
            case stalled
            /// A byte now and a byte then, until the client goes away.
            case dripping
        }

        package var status: Int
        package var headers: [String: String]
        package var body: Body

        package init(status: Int = 200, headers: [String: String] = [:], body: Body) {
            self.status = status
            self.headers = headers
            self.body = body
        }

        package static func json(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> Reply {
            Reply(
                status: status, headers: headers.merging(["Content-Type": "application/json"]) { own, _ in own },
                body: .bytes(Array(text.utf8)))
        }
    }

    package struct Request: Sendable {
        package let path: String
        package let headers: HTTPHeaders
        package let body: [UInt8]
    }

    package let port: Int
    private let channel: any Channel
    private let received: Log

    /// - Parameters:
    ///   - tls: with it the server speaks TLS only.
    ///   - answer: nil closes the connection without a word.
    package init(
        tls: NIOSSLContext? = nil, answer: @escaping @Sendable (Request) -> Reply?
    ) async throws {
        let received = Log()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
                    try channel.pipeline.syncOperations.addHandler(Conversation(log: received, answer: answer))
                }
            }
        self.received = received
        channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
        guard let port = channel.localAddress?.port else { throw ChannelError.unknownLocalAddress }
        self.port = port
    }

    /// What was asked so far, in order.
    package var requests: [Request] { received.all }

    package func stop() async {
        try? await channel.close()
    }

    fileprivate final class Log: Sendable {
        private let requests = Mutex<[Request]>([])
        var all: [Request] { requests.withLock { $0 } }
        func add(_ request: Request) { requests.withLock { $0.append(request) } }
    }
}

/// One connection's side of the talk.
private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let log: LoopbackServer.Log
    private let answer: @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply?

    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(log: LoopbackServer.Log, answer: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Reply?) {
        self.log = log
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let part): body.append(contentsOf: part.readableBytesView)
        case .end:
            guard let head else { return }
            reply(to: head, in: context)
        }
    }

    private func reply(to head: HTTPRequestHead, in context: ChannelHandlerContext) {
        let request = LoopbackServer.Request(path: head.uri, headers: head.headers, body: body)
        log.add(request)
        guard let reply = answer(request) else { return context.close(promise: nil) }
        write(reply, in: context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)  // clients that refuse our certificate end up here
    }

    private func write(_ reply: LoopbackServer.Reply, in context: ChannelHandlerContext) {
        var headers = HTTPHeaders(reply.headers.sorted { $0.key < $1.key })
        if case .bytes(let bytes) = reply.body {
            headers.replaceOrAdd(name: "Content-Length", value: "\(bytes.count)")
        } else {
            headers.add(name: "Transfer-Encoding", value: "chunked")
        }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: reply.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        switch reply.body {
        case .bytes(let bytes):
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .endless:
            writeEndlessly(in: context)
        case .stalled:
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "{")))), promise: nil)
        case .dripping: drip(in: context)
        }
    }

    private func drip(in context: ChannelHandlerContext) {
        let drop = wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: " "))))
        context.writeAndFlush(drop).assumeIsolated().whenSuccess {
            context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(10)) { self.drip(in: context) }
        }
    }

    private func writeEndlessly(in context: ChannelHandlerContext) {
        let chunk = ByteBuffer(repeating: UInt8(ascii: " "), count: 16_384)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(chunk)))).assumeIsolated().whenSuccess {
            self.writeEndlessly(in: context)
        }
    }
}
