import NIOCore
import NIOPosix

/// Speaks HTTP/1.1 byte by byte, so that a test can send what no decent client would, and sees what really came back.
package struct RawHTTPClient: Sendable {
    package let port: Int

    package init(port: Int) {
        self.port = port
    }

    /// Sends one request on a connection of its own.
    package func send(
        _ method: String, _ target: String = "/", headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) async throws -> RawAnswer {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
        let answers = try await exchange(Array("\(head)\r\n".utf8) + body, isHead: method == "HEAD")
        guard let answer = answers.first else { throw NoAnswer() }
        return answer
    }

    /// Sends these bytes and reads until the server closes the connection.
    package func exchange(_ bytes: [UInt8], isHead: Bool = false) async throws -> [RawAnswer] {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connect(
            host: "127.0.0.1", port: port
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: bytes))
            var received: [UInt8] = []
            for try await chunk in inbound { received += chunk.readableBytesView }
            return RawAnswer.all(in: received[...], isHead: isHead)
        }
    }

    package struct NoAnswer: Error {}
}

package struct RawAnswer: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The header's value; nil when it is absent or not the only one.
    package subscript(_ name: String) -> String? {
        let found = headers.filter { $0.name.lowercased() == name.lowercased() }
        return found.count == 1 ? found[0].value : nil
    }

    /// - Parameter isHead: an answer to HEAD has no body, whatever its length says; what stands there all the same is kept.
    static func all(in bytes: ArraySlice<UInt8>, isHead: Bool) -> [RawAnswer] {
        let lines = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: lines) }) else { return [] }
        let head = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let headers = head.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (name: String(parts[0]), value: String(parts[1].drop { $0 == " " }))
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        let body = bytes[(end + 4)...].prefix(isHead ? .max : length)
        let answer = RawAnswer(status: Int(head[0].split(separator: " ")[1]) ?? 0, headers: headers, body: Array(body))
        return [answer] + all(in: bytes[body.endIndex...], isHead: isHead)
    }
}
