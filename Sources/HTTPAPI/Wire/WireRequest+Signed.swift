import HTTPTypes
import SigV4

extension WireRequest {
    /// The request as its signature covers it.
    package func signed(_ body: [UInt8]) -> SignedRequest {
        var headers = self.headers.map { SignedRequest.Header($0.name.canonicalName, $0.value) }
        if let authority { headers.append(SignedRequest.Header("host", authority)) }
        return SignedRequest(
            method: method.rawValue, path: path, query: query, headers: headers, body: .bytes(body))
    }
}
