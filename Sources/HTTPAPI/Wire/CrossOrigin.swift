import HTTPTypes

/// Pages of any origin may call us: the public operations are made for browsers, and nothing here is authorised by a
/// cookie, so an origin tells nothing about a right.
///
/// - Source: the headers that Cognito and STS send; Fetch Standard, "CORS protocol".
enum CrossOrigin {
    /// On every answer that a script may want to read. Credentials mode is never allowed.
    static func headers(contentType: String? = nil) -> HTTPFields {
        var headers: HTTPFields = [
            .accessControlAllowOrigin: "*",
            .accessControlExposeHeaders: "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
        ]
        if let contentType { headers.append(HTTPField(name: .contentType, value: contentType)) }
        return headers
    }

    /// Says yes to the question that browsers ask before a call that is not simple.
    ///
    /// SDKs add headers of their own from release to release, so what the browser names is allowed as it is named.
    static func preflight(_ request: WireRequest, methods: String) -> WireResponse {
        var headers = headers()
        headers.append(HTTPField(name: .accessControlAllowMethods, value: methods))
        if let names = request.header(.accessControlRequestHeaders), isListOfNames(names) {
            headers.append(HTTPField(name: .accessControlAllowHeaders, value: names))
        }
        headers.append(HTTPField(name: .accessControlMaxAge, value: "172800"))
        return WireResponse(.ok, to: request, headers: headers)
    }

    /// Whether this is nothing but header names, commas and spaces, and not too much of it to send back.
    ///
    /// - Source: RFC 9110 §5.6.2.
    private static func isListOfNames(_ text: String) -> Bool {
        text.utf8.count <= 4096
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~, ".utf8.contains(byte)
                }
            }
    }
}
