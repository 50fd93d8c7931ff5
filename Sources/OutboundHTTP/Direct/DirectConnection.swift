import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Talks to one server that the person who runs us named, such as a broker that a command administers.
///
/// Its address is not guarded: whoever names it could ask it without us. All the same nothing is followed or inflated, and
/// an answer has its limit.
package final class DirectConnection: Sendable {
    private let address: ServerAddress
    private let client: HTTPClient

    /// - Parameter certificateAuthority: PEM certificates that are trusted in place of the system's.
    package init(to address: ServerAddress, certificateAuthority: String? = nil) throws(FetchRefusal) {
        self.address = address
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try PinnedClients.tls(trusting: certificateAuthority), redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10)), decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.tracing.tracer = nil
        client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
    }

    /// To be called last, whatever happened.
    package func shutdown() async {
        try? await client.shutdown()
    }

    /// Asks once.
    ///
    /// - Parameter take: gets the body of an answer with a status of 200 to 299 piece by piece; nil to have it kept.
    package func send(
        _ request: DirectRequest, take: (@Sendable ([UInt8]) async throws -> Void)? = nil
    ) async throws(DirectFailure) -> DirectAnswer {
        // The client's own deadline ends with the head of an answer, and a body may stall for ever.
        let outcome = await withTaskGroup(of: Result<DirectAnswer, DirectFailure>?.self) { group in
            group.addTask {
                do throws(DirectFailure) {
                    return .success(try await self.exchange(request, take))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                try? await Task.sleep(for: request.timeout)
                return nil
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? nil
        }
        guard let outcome else { throw DirectFailure(.time, mayHaveArrived: true) }
        return try outcome.get()
    }

    private func exchange(
        _ request: DirectRequest, _ take: (@Sendable ([UInt8]) async throws -> Void)?
    ) async throws(DirectFailure) -> DirectAnswer {
        var outgoing = HTTPClientRequest(url: address.url(request))
        outgoing.method = .init(rawValue: request.method)
        for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
        if !request.body.isEmpty { outgoing.body = .bytes(request.body) }
        var hasAnswered = false
        do {
            let response = try await client.execute(outgoing, timeout: TimeAmount(request.timeout))
            hasAnswered = true
            var answer = DirectAnswer(
                status: Int(response.status.code),
                headers: response.headers.map { FetchRequest.Field($0.name, $0.value) })
            let isWanted = (200..<300).contains(answer.status)
            for try await part in response.body {
                if let take, isWanted {
                    try await take(Array(part.readableBytesView))
                } else {
                    guard answer.body.count + part.readableBytes <= request.limit else {
                        throw DirectFailure(.tooLong(limit: request.limit), mayHaveArrived: true)
                    }
                    answer.body.append(contentsOf: part.readableBytesView)
                }
            }
            return answer
        } catch let failure as DirectFailure {
            throw failure
        } catch {
            throw DirectFailure(
                HTTPClient.trouble(behind: error), mayHaveArrived: hasAnswered || !Self.isBeforeSending(error))
        }
    }

    /// Whether there was no connection yet when it happened.
    private static func isBeforeSending(_ error: any Error) -> Bool {
        switch error {
        case is NIOConnectionError: true
        case let error as HTTPClientError:
            [.connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout].contains(error)
        case let error as ChannelError:
            if case .connectTimeout = error { true } else { false }
        default: HTTPClient.trouble(behind: error) == .certificate
        }
    }
}
