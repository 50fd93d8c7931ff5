import IdentityModel
import OutboundHTTP
import SigV4
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

/// A client of the admin API of one broker.
package struct AdminClient: Sendable {
    /// Sends one request; see `DirectConnection.send`.
    package typealias Send =
        @Sendable (DirectRequest, (@Sendable ([UInt8]) async throws -> Void)?) async throws(DirectFailure) ->
        DirectAnswer

    private let server: ServerAddress
    private let credentials: AdminCredentials
    private let region: String
    private let send: Send
    private let now: @Sendable () -> Date
    private let pause: @Sendable (Duration) async throws -> Void

    /// Pages of a thousand rows, each with all that is known of something.
    package static let limits = JSONLimits(
        depth: 64, members: 100_000, stringBytes: 4_194_304, totalBytes: 67_108_864)
    /// How often a request is sent at most.
    static let attempts = 4
    /// The longest wait that a server may ask for.
    static let patience = 30

    /// - Parameters:
    ///   - region: in the scope of the signature; the broker takes it for that of what is made.
    ///   - pause: waits before another attempt.
    package init(
        _ server: ServerAddress, as credentials: AdminCredentials, region: String, send: @escaping Send,
        now: @escaping @Sendable () -> Date = { Date() },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.server = server
        self.credentials = credentials
        self.region = region
        self.send = send
        self.now = now
        self.pause = pause
    }

    /// - Parameter take: gets the body of a good answer piece by piece. It must not have got any of it when the request is
    ///   sent again, so then it is sent once.
    package func ask(
        _ request: AdminRequest, take: (@Sendable ([UInt8]) async throws -> Void)? = nil
    ) async throws(AdminClientError) -> AdminResponse {
        // The same key for every attempt, so that the broker does it once.
        let key = request.method == .post && !request.asksOnly ? UUID.random().text : nil
        var attempt = 1
        while true {
            let result = await once(request, key, take)
            guard take == nil, attempt < Self.attempts,
                let wait = Repetition.wait(after: result, to: request.method, attempt: attempt),
                (try? await pause(wait)) != nil
            else { return try Self.read(result) }
            attempt += 1
        }
    }

    private func once(
        _ request: AdminRequest, _ key: String?, _ take: (@Sendable ([UInt8]) async throws -> Void)?
    ) async -> Result<DirectAnswer, DirectFailure> {
        do throws(DirectFailure) {
            return .success(try await send(prepared(request, key), take))
        } catch {
            return .failure(error)
        }
    }

    /// The request as it goes out, signed for this moment.
    private func prepared(_ request: AdminRequest, _ key: String?) -> DirectRequest {
        let path = server.path("/admin/v1" + request.path)
        let query = request.query.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
        var headers: [FetchRequest.Field] = [.init("host", server.authority)]
        if let state = request.state { headers.append(.init("if-match", state)) }
        if let key { headers.append(.init("idempotency-key", key)) }
        let body = request.body ?? []
        if request.body != nil { headers.append(.init("content-type", request.contentType)) }
        switch credentials {
        case .bearer(let token): headers.append(.init("authorization", "Bearer \(token.reveal())"))
        case .key(let id, let secret, let token):
            let signer = Signer(
                accessKeyID: id, secretAccessKey: secret.reveal(), sessionToken: token?.reveal(), region: region,
                service: "sluice")
            let unsigned = SignedRequest(
                method: request.method.rawValue, path: path, query: query,
                headers: headers.map { .init($0.name, $0.value) }, body: .bytes(body))
            let time = SigningTime(secondsSinceEpoch: Int64(now().timeIntervalSince1970))
            headers = signer.sign(unsigned, at: time).headers.map { .init($0.name, $0.value) }
        }
        // Not signed: proxies may change them.
        headers.append(.init("accept", "*/*"))
        headers.append(.init("accept-encoding", "identity"))
        headers.append(.init("user-agent", "Sluice"))
        return DirectRequest(
            method: request.method.rawValue, path: path, query: query, headers: headers, body: body,
            timeout: request.timeout, limit: Self.limits.totalBytes)
    }

    private static func read(
        _ result: Result<DirectAnswer, DirectFailure>
    ) throws(AdminClientError) -> AdminResponse {
        switch result {
        case .failure(let failure): throw .unreachable(failure.trouble)
        case .success(let answer):
            if (200..<300).contains(answer.status) {
                return AdminResponse(status: answer.status, entityTag: answer.header("etag"), body: answer.body)
            }
            guard let problem = ToldProblem(answer) else {
                throw .unusable(status: answer.status, contentType: answer.header("content-type"))
            }
            // 429 says nothing about the request, and neither does what the broker could not do.
            throw answer.status >= 500 || answer.status == 429 ? .failed(problem) : .refused(problem)
        }
    }
}
