import SigV4
import Testing

/// A request and the signature that another implementation gave it.
///
/// Requests are of the kinds that AWS's signature test suite covers. Signatures were computed with botocore 1.43.11
/// (`SigV4Auth`, `S3SigV4Auth`) at 2015-08-30 12:36:00 UTC; `host` and `x-amz-date` are part of every request.
struct SignatureVector: CustomTestStringConvertible {
    let testDescription: String
    var method = "GET"
    var path = "/"
    var query = ""
    var headers: [(String, String)] = []
    var body = ""
    var signedHeaders = "host;x-amz-date"
    let signature: String

    init(
        _ description: String, method: String = "GET", path: String = "/", query: String = "",
        headers: [(String, String)] = [], body: String = "", signedHeaders: String = "host;x-amz-date",
        _ signature: String
    ) {
        testDescription = description
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.signedHeaders = signedHeaders
        self.signature = signature
    }

    var unsigned: SignedRequest {
        SignedRequest(
            method: method, path: path, query: query,
            headers: [.init("host", Sample.host)] + headers.map { .init($0, $1) }, body: .bytes(Array(body.utf8)))
    }

    /// As a client would have sent it, without this room's own signer.
    var signed: SignedRequest {
        var request = unsigned
        request.headers.append(.init("x-amz-date", "20150830T123600Z"))
        request.headers.append(
            .init("authorization", Sample.authorization(signedHeaders: signedHeaders, signature: signature)))
        return request
    }

    static let all = basics + queries + paths + headerValues

    private static let getVanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    private static let sessionToken =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuw"
        + "thAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHN"
        + "VXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxB"
        + "A=="

    static let basics = [
        SignatureVector("a bare GET", getVanilla),
        SignatureVector(
            "a bare POST", method: "POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        SignatureVector(
            "a form in the body", method: "POST", headers: [("content-type", "application/x-www-form-urlencoded")],
            body: "Param1=value1", signedHeaders: "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
        SignatureVector(
            "a session token that is signed", method: "POST", headers: [("x-amz-security-token", sessionToken)],
            signedHeaders: "host;x-amz-date;x-amz-security-token",
            "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"),
        SignatureVector(
            "a session token that is added after signing", method: "POST",
            headers: [("x-amz-security-token", sessionToken)],
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    ]

    static let queries = [
        SignatureVector(
            "parameters out of order", query: "Param2=value2&Param1=value1",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        SignatureVector(
            "a repeated parameter, values out of order", query: "Param1=value2&Param1=value1",
            "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694"),
        SignatureVector(
            "a parameter with an empty value", query: "Param1=",
            "506693d22b79f51760ff2217fe207bb63f86e8f316bf6c217a3c65d33d15410a"),
        SignatureVector(
            "a parameter without a value", query: "Param1",
            "506693d22b79f51760ff2217fe207bb63f86e8f316bf6c217a3c65d33d15410a"),
        SignatureVector(
            "a name that is the beginning of another", query: "a1=x&a=y",
            "73653a1b017d1bada4abbf219df9eebabf11bacee43d3b5245f8146913fe6327"),
        SignatureVector(
            "every unreserved character in the query", query: "\(unreserved)=\(unreserved)",
            "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"),
        SignatureVector(
            "raw UTF-8 in the query", query: "ሴ=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"
        ),
        SignatureVector(
            "UTF-8 in the query, encoded in lower case", query: "%e1%88%b4=bar",
            "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
        SignatureVector(
            "reserved characters in the query, encoded", query: "p=a%2Bb%20c%2Fd%3De%26f%25",
            "5caa9dd34a0daaa77b95e64b9fce23e5ad564e061f12129bdb492dbe046e1b9e"),
        SignatureVector(
            "reserved characters in the query, raw where they may be", query: "p=a+b%20c/d=e%26f%",
            "5caa9dd34a0daaa77b95e64b9fce23e5ad564e061f12129bdb492dbe046e1b9e"),
    ]

    static let paths = [
        SignatureVector("an empty path", path: "", getVanilla),
        SignatureVector("/example/..", path: "/example/..", getVanilla),
        SignatureVector("/example1/example2/../..", path: "/example1/example2/../..", getVanilla),
        SignatureVector("/./", path: "/./", getVanilla),
        SignatureVector("//", path: "//", getVanilla),
        SignatureVector(
            "/./example", path: "/./example", "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5"),
        SignatureVector(
            "//example//", path: "//example//", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
        SignatureVector(
            "/a/b/../c/", path: "/a/b/../c/", "03815191a982245f233767bed9d5022ca4cf6dc96e4c7598525bfdbc1932b50c"),
        SignatureVector("/../a", path: "/../a", "e7dfad111cdad6139e285ddec7592de69207ee936e9af6cffa906e281325f76a"),
        SignatureVector(
            "raw UTF-8 in the path", path: "/ሴ", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        SignatureVector(
            "a raw space in the path", path: "/example space/",
            "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
        SignatureVector(
            "an encoded path, which is encoded again", path: "/a%20b/c%2Fd",
            "a015660cab6eca543492741e8b7debfa9e32f17beca099c5272132c01cdde558"),
        SignatureVector(
            "every unreserved character in the path", path: "/\(unreserved)",
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
    ]

    static let headerValues = [
        SignatureVector(
            "a header name that sorts between the others", method: "POST", headers: [("my-header1", "value1")],
            signedHeaders: "host;my-header1;x-amz-date",
            "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
        SignatureVector(
            "a repeated header",
            headers: [("my-header1", "value2"), ("my-header1", "value2"), ("my-header1", "value1")],
            signedHeaders: "host;my-header1;x-amz-date",
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
        SignatureVector(
            "a repeated header, values in arrival order",
            headers: [
                ("my-header1", "value4"), ("my-header1", "value1"), ("my-header1", "value3"), ("my-header1", "value2"),
            ],
            signedHeaders: "host;my-header1;x-amz-date",
            "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"),
        SignatureVector(
            "spaces around and inside header values",
            headers: [("my-header1", " value1 "), ("my-header2", " \"a   b \t c\"")],
            signedHeaders: "host;my-header1;my-header2;x-amz-date",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        SignatureVector(
            "a folded header value", headers: [("my-header1", "value1\n  value2\r\n     value3")],
            signedHeaders: "host;my-header1;x-amz-date",
            "cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd"),
    ]

    private static let unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
}
