import HTTPTypes
import NIOCore
import STS
import Testing

@testable import HTTPAPI

@Suite struct `What policies may ask about a request` {
    private static func facts(
        _ headers: [(String, String)] = [], hops: Int = 0, peer: String? = "198.51.100.1"
    ) throws -> RequestFacts {
        var fields = HTTPFields()
        for (name, value) in headers {
            fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        let request = WireRequest(
            method: .post, target: "/", headers: fields,
            peer: try peer.map { try SocketAddress(ipAddress: $0, port: 1) })
        return RateLimits(address: nil, proxyHops: hops).facts(of: request)
    }

    @Test(
        arguments: [
            (nil, 0, "198.51.100.1"),
            // Without proxies of ours the header is the client's own word.
            ("203.0.113.7", 0, "198.51.100.1"),
            ("203.0.113.7", 1, "203.0.113.7"),
            ("192.0.2.1, 203.0.113.7", 1, "203.0.113.7"),
            ("192.0.2.1, 203.0.113.7", 2, "192.0.2.1"),
            ("203.0.113.7:4711", 1, "203.0.113.7"),
            ("[2001:db8::7]:4711", 1, "2001:db8::7"),
            ("2001:db8::7", 1, "2001:db8::7"),
            ("::ffff:203.0.113.7", 1, "203.0.113.7"),
            ("::ffff:cb00:7107", 1, "203.0.113.7"),
            // Whoever came past the proxies.
            ("203.0.113.7", 2, "198.51.100.1"),
            ("unknown", 1, nil), ("_hidden", 1, nil), ("", 1, "198.51.100.1"), ("203.0.113.300", 1, nil),
        ] as [(String?, Int, String?)])
    func `is the client's address`(_ forwarded: String?, _ hops: Int, _ address: String?) throws {
        let headers = forwarded.map { [("x-forwarded-for", $0)] } ?? []
        #expect(try Self.facts(headers, hops: hops).sourceIP == address)
    }

    @Test func `is no address where there is none`() throws {
        #expect(try Self.facts(peer: nil).sourceIP == nil)
        #expect(try Self.facts(peer: "2001:db8::1").sourceIP == "2001:db8::1")
    }

    @Test(
        arguments: [
            ([], 0, false), (["https"], 0, false), ([], 1, false), (["https"], 1, true), (["HTTPS"], 1, true),
            (["http"], 1, false), (["https, http"], 1, false), (["http", "https"], 1, true), (["https, http"], 2, true),
            (["https, http, http"], 2, false), (["https"], 2, true), (["wss"], 1, false), ([""], 1, false),
        ] as [([String], Int, Bool)])
    func `is whether it came over TLS, as a proxy of ours says`(_ said: [String], _ hops: Int, _ isSecure: Bool) throws
    {
        #expect(try Self.facts(said.map { ("x-forwarded-proto", $0) }, hops: hops).isSecure == isSecure)
    }

    @Test func `is what the client says of itself, as far as it is short`() throws {
        let facts = try Self.facts([("User-Agent", "aws-cli/2"), ("Referer", "https://app.example/")])
        #expect(facts.userAgent == "aws-cli/2")
        #expect(facts.referer == "https://app.example/")
        #expect(try Self.facts([("User-Agent", String(repeating: "x", count: 2_049))]).userAgent == nil)
        #expect(try Self.facts().referer == nil)
    }
}
