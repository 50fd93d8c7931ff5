import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension HTTPFetcher {
    /// Asks once more, under the same guards and in the same time, to learn why a fetch failed.
    ///
    /// - Returns: nil when the answer is a document after all, or when the request is refused, which says why by itself.
    package func trouble(with request: FetchRequest) async -> FetchTrouble? {
        await withTaskGroup(of: FetchTrouble?.self) { group in
            group.addTask { await self.troubleInItsTime(with: request) }
            group.addTask {
                try? await Task.sleep(for: request.timeout)
                return .time
            }
            defer { group.cancelAll() }
            return await group.next() ?? .time
        }
    }

    private func troubleInItsTime(with request: FetchRequest) async -> FetchTrouble? {
        guard let target = try? TargetURL(request.url),
            (try? AddressPolicy(rules: request.rules).admit(target)) != nil
        else { return nil }
        let addresses: [IPAddress]
        switch target.host {
        case .address(let address): addresses = [address]
        case .name(let name):
            guard let found = try? await resolve(name, request.timeout) else { return .name }
            addresses = found
        }
        guard (try? AddressPolicy(rules: request.rules).admit(addresses, for: target)) != nil else { return nil }
        guard let address = addresses.first else { return .name }
        let route = PinnedClients.Route(
            host: target.host, address: address, certificateAuthority: request.rules.certificateAuthority)
        let trouble = try? await clients.withClient(for: route) { client async in
            await client.trouble(at: target, request)
        }
        return trouble ?? nil
    }
}

extension HTTPClient {
    fileprivate func trouble(at target: TargetURL, _ wanted: FetchRequest) async -> FetchTrouble? {
        var request = HTTPClientRequest(url: target.text)
        request.headers = ["accept": "application/json", "accept-encoding": "identity", "user-agent": "Sluice"]
        do {
            let response = try await execute(request, timeout: TimeAmount(wanted.timeout))
            switch response.status.code {
            case 200: break
            case 300..<400: return .redirect(status: Int(response.status.code))
            default: return .status(Int(response.status.code))
            }
            let answer = Answer(status: response.status.code, headers: response.headers, body: [])
            if answer.isCompressed { return .compressed }
            if (try? answer.document()) == nil { return .html }
            var length = 0
            for try await part in response.body {
                length += part.readableBytes
                if length > wanted.limit { return .tooLong(limit: wanted.limit) }
            }
            return nil
        } catch {
            return Self.trouble(behind: error)
        }
    }

    static func trouble(behind error: any Error) -> FetchTrouble {
        switch error {
        case let error as NIOConnectionError where error.dnsAError != nil && error.dnsAAAAError != nil: .name
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .certificate
        case is HTTPParserError: .garbage
        case let error as HTTPClientError where timeouts.contains(error): .time
        default: .connection
        }
    }

    private static let timeouts: [HTTPClientError] = [
        .readTimeout, .connectTimeout, .deadlineExceeded, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
    ]
}
