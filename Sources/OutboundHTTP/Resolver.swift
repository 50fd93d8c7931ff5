import NIOCore
import NIOPosix

/// Every address of a name, or an error within the given time.
typealias Resolve = @Sendable (_ name: String, _ limit: Duration) async throws(FetchError) -> [IPAddress]

/// Asks the system's resolver, IPv4 addresses first.
///
/// The question blocks a thread of Dispatch's, not one that runs tasks. When time is up its answer is not waited for.
func resolveWithSystem(_ name: String, _ limit: Duration) async throws(FetchError) -> [IPAddress] {
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let resolver = NIORandomizedDNSResolver(loop: loop)
    let answer = loop.makePromise(of: [SocketAddress].self)
    let timer = loop.scheduleTask(in: TimeAmount(limit)) { answer.fail(FetchError.unavailable) }
    defer { timer.cancel() }
    // The system is asked once, by the AAAA query; the A query reads the same answer.
    let v6 = resolver.initiateAAAAQuery(host: name, port: 443)
    resolver.initiateAQuery(host: name, port: 443).and(v6).map { $0 + $1 }.cascade(to: answer)
    let found = try? await withTaskCancellationHandler {
        try await answer.futureResult.get()
    } onCancel: {
        answer.fail(FetchError.unavailable)
    }
    guard let found else { throw .unavailable }
    let addresses = found.compactMap { $0.ipAddress.flatMap { IPAddress($0) } }
    guard !addresses.isEmpty, addresses.count == found.count else { throw .unavailable }
    return addresses
}
