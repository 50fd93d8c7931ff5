import Crypto
import Foundation
import IdentityModel
import OutboundHTTP

/// Signs one request as OAuth 1.0a does, with HMAC-SHA1.
///
/// - Source: RFC 5849 §3.4 and §3.5.1.
package struct OAuth1Signature: Sendable {
    package struct Credentials: Sendable {
        package let consumerKey: String
        package let consumerSecret: Secret<String>
        /// Empty when there is none yet.
        package let token: String
        package let tokenSecret: Secret<String>

        package init(consumerKey: String, consumerSecret: Secret<String>, token: String, tokenSecret: Secret<String>) {
            self.consumerKey = consumerKey
            self.consumerSecret = consumerSecret
            self.token = token
            self.tokenSecret = tokenSecret
        }
    }

    private let parameters: [(name: String, value: String)]
    /// Base64.
    package let value: String

    init(of request: FetchRequest, by credentials: Credentials, nonce: String, timestamp: Int64) {
        let parameters = [
            ("oauth_consumer_key", credentials.consumerKey), ("oauth_nonce", nonce),
            ("oauth_signature_method", "HMAC-SHA1"), ("oauth_timestamp", "\(timestamp)"),
            ("oauth_token", credentials.token), ("oauth_version", "1.0"),
        ].filter { !$0.1.isEmpty }
        self.parameters = parameters
        value = Self.value(
            method: request.method.rawValue, url: request.url,
            parameters: parameters + request.query.map { ($0.name, $0.value) },
            consumerSecret: credentials.consumerSecret, tokenSecret: credentials.tokenSecret)
    }

    /// What goes into `Authorization`.
    package var header: String {
        let fields = parameters + [("oauth_signature", value)]
        return "OAuth "
            + fields.map { "\(PercentEncoding.encode($0.0))=\"\(PercentEncoding.encode($0.1))\"" }
            .joined(separator: ", ")
    }

    /// A text that never comes twice: 128 random bits.
    package static func nonce() -> String {
        var generator = SystemRandomNumberGenerator()
        let (high, low): (UInt64, UInt64) = (generator.next(), generator.next())
        return String(high, radix: 16) + String(low, radix: 16)
    }

    // MARK: The rule itself

    /// - Parameter parameters: all of them, decoded: those of the query, of a form in the body, and of the header but
    ///   for `realm` and the signature. Names may repeat.
    package static func value(
        method: String, url: String, parameters: [(String, String)], consumerSecret: Secret<String>,
        tokenSecret: Secret<String>
    ) -> String {
        let key = [consumerSecret, tokenSecret].map { PercentEncoding.encode($0.reveal()) }.joined(separator: "&")
        let code = HMAC<Insecure.SHA1>.authenticationCode(
            for: Array(baseString(method: method, url: url, parameters: parameters).utf8),
            using: SymmetricKey(data: Array(key.utf8)))
        return Data(code).base64EncodedString()
    }

    /// - Source: RFC 5849 §3.4.1.
    static func baseString(method: String, url: String, parameters: [(String, String)]) -> String {
        let encoded = parameters.map { (PercentEncoding.encode($0.0), PercentEncoding.encode($0.1)) }
        // Encoded text is ASCII, and there Swift's order is the order of bytes.
        let sorted = encoded.sorted { $0 < $1 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        return [method.uppercased(), PercentEncoding.encode(baseURI(url)), PercentEncoding.encode(sorted)]
            .joined(separator: "&")
    }

    /// - Source: RFC 5849 §3.4.1.2: scheme and host in lower case, without the scheme's own port, query and fragment.
    private static func baseURI(_ url: String) -> String {
        guard let start = url.firstRange(of: "://") else { return url }
        let scheme = url[..<start.lowerBound].lowercased()
        let rest = url[start.upperBound...].prefix { $0 != "?" && $0 != "#" }
        let pathStart = rest.firstIndex(of: "/") ?? rest.endIndex
        var authority = rest[..<pathStart].lowercased()
        let ownPort = scheme == "https" ? ":443" : ":80"
        if authority.hasSuffix(ownPort) { authority.removeLast(ownPort.count) }
        return "\(scheme)://\(authority)\(pathStart == rest.endIndex ? "/" : rest[pathStart...])"
    }
}
