import HTTPAPI
import HTTPTypes
import SigV4
import Testing

@testable import Authorizer

@Suite struct `A proxy's question` {
    static func question(
        _ method: HTTPRequest.Method = .get, _ target: String, authority: String? = "sluice:8080",
        _ headers: [(String, String)] = []
    ) -> WireRequest {
        WireRequest(
            method: method, target: target, authority: authority,
            headers: HTTPFields(headers.map { HTTPField(name: .header($0.0), value: $0.1) }))
    }

    static func read(
        _ question: WireRequest, _ proxy: ProxyKind, amongSeveral: Bool = false
    ) throws(AuthorizationRefusal) -> OriginalRequest {
        try OriginalRequest(in: question, from: proxy, at: "/authorize", amongSeveral: amongSeveral)
    }

    static let nginx = [
        ("x-original-method", "PUT"), ("x-original-uri", "/a%20b?x=1?y"), ("x-original-host", "API.example.com:8443"),
        ("authorization", "AWS4"), ("content-length", "0"),
    ]

    @Test func `of nginx is in the headers that it was told to send`() throws {
        let request = try Self.read(
            Self.question(.get, "/authorize?api=notes", Self.nginx + [("x-original-content-length", "12")]), .nginx)
        #expect(request.method == "PUT")
        #expect(request.path == "/a%20b")
        #expect(request.query == "x=1?y")
        #expect(request.host == "API.example.com:8443")
        #expect(request.expectedAPI == "notes")
        #expect(request.contentLength == "12")
        let signed = request.signed.headers.filter { ["host", "content-length"].contains($0.name) }
        #expect(signed == [.init("content-length", "12"), .init("host", "API.example.com:8443")])
    }

    @Test func `of Traefik is in the headers that it sends by itself`() throws {
        let request = try Self.read(
            Self.question(
                .get, "/authorize",
                [
                    ("x-forwarded-method", "DELETE"), ("x-forwarded-uri", "/a"),
                    ("x-forwarded-host", "api.example.com"),
                    ("x-forwarded-proto", "https"),
                ]), .traefik)
        #expect((request.method, request.path, request.host) == ("DELETE", "/a", "api.example.com"))
        #expect(request.expectedAPI == nil)
    }

    @Test(arguments: [
        ("/authorize/a%20b?x=1", "/a%20b", "x=1"), ("/authorize/", "/", ""), ("/authorize//a", "//a", ""),
        ("/authorize/authorize", "/authorize", ""),
    ])
    func `of Envoy is the request itself`(_ target: String, _ path: String, _ query: String) throws {
        let request = try Self.read(
            Self.question(
                .patch, target, authority: "api.example.com", [("x-amz-date", "d"), ("content-length", "0")]),
            .envoy)
        #expect((request.method, request.path, request.query) == ("PATCH", path, query))
        #expect(request.host == "api.example.com")
        #expect(request.signed.headers == [.init("x-amz-date", "d"), .init("host", "api.example.com")])
    }

    /// A client can send all of these to a proxy of another kind.
    @Test func `is read in no other way than was declared`() throws {
        let forged = [
            ("x-original-method", "GET"), ("x-original-uri", "/public"), ("x-original-host", "a"),
            ("x-forwarded-method", "GET"), ("x-forwarded-uri", "/public"), ("x-forwarded-host", "a"),
        ]
        let atEnvoy = try Self.read(Self.question(.delete, "/authorize/secret", authority: "b", forged), .envoy)
        #expect((atEnvoy.method, atEnvoy.path, atEnvoy.host) == ("DELETE", "/secret", "b"))
        for (proxy, names) in [(ProxyKind.nginx, "x-forwarded"), (.traefik, "x-original")] {
            let others = forged.filter { $0.0.hasPrefix(names) }
            #expect(throws: AuthorizationRefusal.self) {
                try Self.read(Self.question(.get, "/authorize?api=notes", others), proxy)
            }
        }
    }

    /// What nginx was told to ask, and what it sends of the request.
    static let misconfigured: [(String, [(String, String)])] = {
        let whole = "/authorize?api=notes"
        let places = [
            "/authorize", "/authorize?api=", "/authorize?api=a/b", "/authorize?api=notes&x=1", "/authorize?x=notes",
            "/authorize/?api=notes", "/authorize/public?api=notes",
        ]
        var cases: [(String, [(String, String)])] = places.map { ($0, nginx) }
        for index in 0..<3 {
            var without = nginx
            without.remove(at: index)
            var empty = nginx
            empty[index].1 = ""
            cases += [(whole, without), (whole, empty), (whole, nginx + [nginx[index]])]
        }
        let length = ("x-original-content-length", "1")
        cases.append((whole, nginx + [length, length]))
        return cases
    }()

    @Test(arguments: misconfigured)
    func `is none when the proxy is set up otherwise`(_ target: String, _ headers: [(String, String)]) {
        let refusal = #expect(throws: AuthorizationRefusal.self) {
            try Self.read(Self.question(.get, target, headers), .nginx)
        }
        #expect(refusal?.reason == "proxy-misconfigured")
    }

    static let traefik = [
        ("x-forwarded-method", "GET"), ("x-forwarded-uri", "/a"), ("x-forwarded-host", "api.example.com"),
    ]

    @Test(arguments: [false, true])
    func `of Traefik names the API in the query`(amongSeveral: Bool) throws {
        let named = Self.question(.get, "/authorize?api=notes", Self.traefik)
        #expect(try Self.read(named, .traefik, amongSeveral: amongSeveral).expectedAPI == "notes")
    }

    @Test(arguments: [false, true])
    func `of Envoy names the API in a header that no client signs`(amongSeveral: Bool) throws {
        let request = try Self.read(
            Self.question(.get, "/authorize/a?api=other", authority: "a", [("X-Sluice-Api", "notes")]), .envoy,
            amongSeveral: amongSeveral)
        #expect(request.expectedAPI == "notes")
        #expect(request.query == "api=other")
        #expect(request.signed.headers == [.init("host", "a")])
    }

    @Test func `names the API where there are several`() {
        let cases: [(ProxyKind, String, [(String, String)])] = [
            (.traefik, "/authorize", Self.traefik), (.traefik, "/authorize?api=", Self.traefik),
            (.traefik, "/authorize", Self.traefik + [("x-sluice-api", "notes")]),
            (.envoy, "/authorize/a", []), (.envoy, "/authorize/a?api=notes", []),
            (.envoy, "/authorize/a", [("x-sluice-api", "")]), (.envoy, "/authorize/a", [("x-sluice-api", "a/b")]),
            (.envoy, "/authorize/a", [("x-sluice-api", "notes"), ("x-sluice-api", "notes")]),
        ]
        for (proxy, target, headers) in cases {
            let refusal = #expect(throws: AuthorizationRefusal.self) {
                try Self.read(Self.question(.get, target, headers), proxy, amongSeveral: true)
            }
            #expect(refusal?.reason == "proxy-misconfigured")
        }
    }

    @Test func `of Envoy has a path and a host`() {
        for (target, authority) in [("/authorize", "a"), ("/authorize/a", nil)] as [(String, String?)] {
            let refusal = #expect(throws: AuthorizationRefusal.self) {
                try Self.read(Self.question(.get, target, authority: authority), .envoy)
            }
            #expect(refusal?.reason == "proxy-misconfigured")
        }
    }
}
