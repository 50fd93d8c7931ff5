import NIOHTTP1
import Synchronization

/// An OpenID Connect issuer on loopback: discovery and a key set over plain HTTP, honest until told otherwise.
///
/// Every path that ends in `/.well-known/openid-configuration` is the discovery of the issuer before it, and every path
/// that ends in `/keys` or `/.well-known/jwks.json` is the one key set.
package final class FakeIssuer: Sendable {
    /// What may be changed while it runs. A nil value of a discovery member means the honest one.
    package struct Behaviour: Sendable {
        package var keySet: String
        package var discoveredIssuer: String?
        package var discoveredKeySetURL: String?
        package var discoveredAlgorithms: [String]?
        package var misconduct: Misconduct?
    }

    /// What every request gets in place of an honest answer.
    package enum Misconduct: Sendable {
        /// The connection is closed without a word.
        case down
        case redirect(to: String)
        case html
        case endless
        case reply(LoopbackServer.Reply)
    }

    private let counter: Counter
    private let server: LoopbackServer

    package init(keySet: String) async throws {
        let counter = Counter(Behaviour(keySet: keySet))
        server = try await LoopbackServer { counter.answer($0) }
        self.counter = counter
    }

    /// Its own issuer URL, without a path.
    package var url: String { "http://127.0.0.1:\(server.port)" }
    package var port: Int { server.port }
    package var keySetURL: String { url + "/keys" }

    /// The paths that were asked for so far.
    package var requests: [String] { server.requests.map(\.path) }

    package func change(_ body: (inout Behaviour) -> Void) {
        counter.behaviour.withLock { body(&$0) }
    }

    package func stop() async {
        await server.stop()
    }
}

/// Where the requests are answered.
private final class Counter: Sendable {
    let behaviour: Mutex<FakeIssuer.Behaviour>

    init(_ behaviour: FakeIssuer.Behaviour) {
        self.behaviour = Mutex(behaviour)
    }

    func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Reply? {
        let behaviour = behaviour.withLock { $0 }
        switch behaviour.misconduct {
        case .down: return nil
        case .redirect(let location):
            return LoopbackServer.Reply(status: 302, headers: ["Location": location], body: .bytes([]))
        case .html:
            let page = Array("<html>Sign in</html>".utf8)
            return LoopbackServer.Reply(headers: ["Content-Type": "text/html; charset=utf-8"], body: .bytes(page))
        case .endless: return LoopbackServer.Reply(headers: ["Content-Type": "application/json"], body: .endless)
        case .reply(let reply): return reply
        case nil: return honestAnswer(request, behaviour)
        }
    }

    private func honestAnswer(
        _ request: LoopbackServer.Request, _ behaviour: FakeIssuer.Behaviour
    ) -> LoopbackServer.Reply {
        let discovery = "/.well-known/openid-configuration"
        if request.path.hasSuffix(discovery) {
            let origin = "http://" + (request.headers.first(name: "host") ?? "")
            let issuer = behaviour.discoveredIssuer ?? origin + request.path.dropLast(discovery.count)
            let keySetURL = behaviour.discoveredKeySetURL ?? origin + "/keys"
            let algorithms = behaviour.discoveredAlgorithms.map {
                #","id_token_signing_alg_values_supported":["# + $0.map { "\"\($0)\"" }.joined(separator: ",") + "]"
            }
            return .json(#"{"issuer":"\#(issuer)","jwks_uri":"\#(keySetURL)"\#(algorithms ?? "")}"#)
        }
        guard request.path.hasSuffix("/keys") || request.path.hasSuffix("/.well-known/jwks.json") else {
            return .json("{}", status: 404)
        }
        return .json(behaviour.keySet)
    }
}
