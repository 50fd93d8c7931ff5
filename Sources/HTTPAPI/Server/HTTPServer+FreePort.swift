import NIOCore
import NIOPosix

extension HTTPServer {
    /// A port that nobody listens on at this moment, for a server whose own address must be known before it listens.
    /// Should somebody take it in between, the server does not start.
    package static func freePort(on host: String) async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: host, port: 0).get()
        let port = channel.localAddress?.port
        try await channel.close()
        return port ?? 0
    }
}
