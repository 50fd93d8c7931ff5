/// Who asks, which says where the original request is.
///
/// It is declared and never guessed: a proxy passes on what its client sends, and a client that could choose the headers we
/// read would be judged by one request and served another.
package enum ProxyKind: String, Sendable, CaseIterable {
    /// `auth_request`; the method, URI and host are in headers that its configuration sets.
    case nginx
    /// Forward-auth; the same in the headers that it sets by itself.
    case traefik
    /// `ext_authz` over HTTP: the question is the request itself, below a prefix and without its body.
    case envoy
}
