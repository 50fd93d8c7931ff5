import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// What a server answered, body only where it is worth reading.
struct Answer: Sendable {
    var status: UInt
    var headers: HTTPHeaders
    var body: [UInt8]

    /// Whether the server failed in a way that often passes at once.
    var invitesRetry: Bool { [502, 503, 504].contains(status) }

    /// The document in it.
    ///
    /// - Parameters:
    ///   - readsRefusals: whether the provider's reasons for refusing are one.
    ///   - readsFailures: whether what it says when it fails is one.
    /// - Throws: `.unavailable` for the server's own failures, `.throttled` when it asks for patience, and
    ///   `.protocolViolation` for everything else that is not a document.
    func document(readsRefusals: Bool = false, readsFailures: Bool = false) throws(FetchError) -> FetchedDocument {
        switch status {
        case 200: break
        case 429 where readsRefusals:
            return FetchedDocument(
                status: 429, body: [], date: Freshness.serverDate(in: headers),
                retryAfter: Freshness.retryAfter(in: headers))
        case 400..<500 where readsRefusals: break
        case 429: throw .throttled(retryAfter: Freshness.retryAfter(in: headers))
        case 500...599 where readsFailures && !Self.isHTML(headers.first(name: "content-type")): break
        case 500...599: throw .unavailable
        default: throw .protocolViolation
        }
        let contentType = headers.first(name: "content-type")
        guard !Self.isHTML(contentType) else { throw .protocolViolation }
        let freshness = Freshness(headers)
        return FetchedDocument(
            status: Int(status), body: body, maxAge: freshness.maxAge, noStore: freshness.noStore,
            contentType: contentType, date: Freshness.serverDate(in: headers),
            retryAfter: status == 200 ? nil : Freshness.retryAfter(in: headers))
    }

    private static func isHTML(_ contentType: String?) -> Bool {
        guard let mediaType = contentType?.prefix(while: { $0 != ";" }).lowercased() else { return false }
        return mediaType.contains("html")
    }
}

extension HTTPClient {
    /// Asks the target once. The body is counted while it arrives and read only where it can be a document.
    func ask(_ target: TargetURL, _ wanted: FetchRequest) async throws(FetchError) -> Answer {
        let limit = wanted.limit
        var request = HTTPClientRequest(url: target.text(with: wanted.query))
        request.method = .init(rawValue: wanted.method.rawValue)
        request.headers = [
            "accept": "application/json, application/jwk-set+json", "accept-encoding": "identity",
            "user-agent": "Sluice",
        ]
        for header in wanted.headers { request.headers.replaceOrAdd(name: header.name, value: header.value) }
        if !wanted.body.isEmpty { request.body = .bytes(wanted.body) }
        do {
            let response = try await execute(request, timeout: TimeAmount(wanted.timeout))
            var answer = Answer(status: response.status.code, headers: response.headers, body: [])
            let isRefusal = (400..<500).contains(answer.status) && answer.status != 429
            let isFailure = (500..<600).contains(answer.status)
            guard answer.status == 200 || wanted.readsRefusals && isRefusal || wanted.readsFailures && isFailure else {
                return answer
            }
            guard !answer.isCompressed, answer.statedLength.map({ $0 <= limit }) ?? true else {
                throw FetchError.protocolViolation
            }
            for try await part in response.body {
                guard answer.body.count + part.readableBytes <= limit else { throw FetchError.protocolViolation }
                answer.body.append(contentsOf: part.readableBytesView)
            }
            return answer
        } catch let error as FetchError {
            throw error
        } catch is HTTPParserError {
            throw .protocolViolation
        } catch {
            throw .unavailable
        }
    }
}

extension Answer {
    /// We ask for plain bytes, so a server that compresses does so against our word; nothing is ever inflated.
    var isCompressed: Bool {
        headers[canonicalForm: "content-encoding"].contains { $0.lowercased() != "identity" }
    }

    fileprivate var statedLength: Int? {
        headers.first(name: "content-length").flatMap { Int($0) }
    }
}
