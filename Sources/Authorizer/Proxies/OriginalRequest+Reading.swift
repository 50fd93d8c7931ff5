import HTTPAPI
import HTTPTypes
import SigV4

extension OriginalRequest {
    /// Finds the original request in a proxy's question.
    ///
    /// What is judged goes by the host, and what is served by the proxy's own idea of the place. Only the proxy can say
    /// that they are one API.
    ///
    /// - Source: nginx, ngx_http_auth_request_module; Traefik, ForwardAuth; Envoy, `HttpService` of `ext_authz`.
    /// - Parameter amongSeveral: whether there are APIs to be taken for one another, so that the proxy must say which one
    ///   it guards.
    /// - Throws: `.notAQuestion` when the proxy is set up otherwise than declared.
    init(
        in question: WireRequest, from proxy: ProxyKind, at place: String, amongSeveral: Bool
    ) throws(AuthorizationRefusal) {
        switch proxy {
        // It takes the host of a request line like `GET http://a/` for the place, and tells the `Host` header.
        case .nginx: try self.init(question, at: place, .nginx, mustNameAPI: true)
        case .traefik: try self.init(question, at: place, .traefik, mustNameAPI: amongSeveral)
        case .envoy: try self.init(below: place, question, mustNameAPI: amongSeveral)
        }
    }

    /// The headers that one kind of proxy tells the request by.
    private struct Names {
        let method: HTTPField.Name
        let target: HTTPField.Name
        let host: HTTPField.Name
        let contentLength: HTTPField.Name?

        static let nginx = Names(
            method: .header("x-original-method"), target: .header("x-original-uri"), host: .header("x-original-host"),
            contentLength: .header("x-original-content-length"))
        static let traefik = Names(
            method: .header("x-forwarded-method"), target: .header("x-forwarded-uri"),
            host: .header("x-forwarded-host"), contentLength: nil)
    }

    private init(
        _ question: WireRequest, at place: String, _ names: Names, mustNameAPI: Bool
    ) throws(AuthorizationRefusal) {
        guard question.path == place else { throw .notAQuestion("asked at \(place) alone") }
        let api = question.query.isEmpty ? nil : Self.api(in: question.query)
        guard api != nil || question.query.isEmpty && !mustNameAPI else {
            throw .notAQuestion("?api=NAME, behind \(place), must say which API is guarded")
        }
        self.init(
            method: try question.one(names.method), target: try question.one(names.target),
            host: try question.one(names.host),
            headers: question.signedHeaders { $0 != "content-length" },
            contentLength: try names.contentLength.flatMap { name throws(AuthorizationRefusal) in
                question.headers.contains { $0.name == name } ? try question.one(name) : nil
            },
            expectedAPI: api)
    }

    private static func api(in query: String) -> String? {
        guard query.hasPrefix("api=") else { return nil }
        let name = String(query.dropFirst(4))
        return GuardedAPI.isName(name) ? name : nil
    }

    private init(
        below place: String, _ question: WireRequest, mustNameAPI: Bool
    ) throws(AuthorizationRefusal) {
        let path = String(question.path.dropFirst(place.count))
        guard path.hasPrefix("/"), let host = question.authority else {
            throw .notAQuestion("the original path must follow \(place)")
        }
        self.init(
            method: question.method.rawValue,
            target: question.query.isEmpty ? path : "\(path)?\(question.query)", host: host,
            // The name of the API is the proxy's word, so no client has signed it.
            headers: question.signedHeaders { $0 != "content-length" && $0 != Self.apiHeader.canonicalName },
            expectedAPI: try Self.api(inHeaderOf: question, isNeeded: mustNameAPI))
    }

    /// The query is the client's, so Envoy names the API in a header, in place of any that the client sends.
    private static func api(
        inHeaderOf question: WireRequest, isNeeded: Bool
    ) throws(AuthorizationRefusal) -> String? {
        let names = question.headers.filter { $0.name == apiHeader }.map(\.value)
        if names.isEmpty, !isNeeded { return nil }
        guard names.count == 1, GuardedAPI.isName(names[0]) else {
            throw .notAQuestion("one \(apiHeader.canonicalName), of headers_to_add, must say which API is guarded")
        }
        return names[0]
    }

    private static let apiHeader = HTTPField.Name.header("x-sluice-api")
}

extension WireRequest {
    fileprivate func one(_ name: HTTPField.Name) throws(AuthorizationRefusal) -> String {
        let values = headers.filter { $0.name == name }
        guard values.count == 1, !values[0].value.isEmpty else {
            throw .notAQuestion("needs one \(name.canonicalName)")
        }
        return values[0].value
    }

    fileprivate func signedHeaders(_ isKept: (String) -> Bool) -> [SignedRequest.Header] {
        headers.compactMap { field in
            isKept(field.name.canonicalName) ? SignedRequest.Header(field.name.canonicalName, field.value) : nil
        }
    }
}

extension HTTPField.Name {
    /// - Parameter text: one of our own, so it is a name.
    static func header(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no header name") }
        return name
    }
}
