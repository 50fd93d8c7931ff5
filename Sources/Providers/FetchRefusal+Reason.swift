import OutboundHTTP

extension FetchRefusal {
    /// What an operator should know of a refused URL.
    var reason: String {
        switch self {
        case .malformedURL: "is not a URL that could be fetched"
        case .schemeNotAdmitted: "must begin with https:// (http:// only to loopback, with http.allow_http_loopback)"
        case .userInformation: "must not hold a user or password"
        case .fragment: "must not hold a fragment"
        case .addressLiteral: "must name a host, not an address"
        case .privateName: "names a private host that http.allow_private_hosts does not list"
        case .portNotAdmitted: "has a port that http.allow_ports does not list"
        case .addressNotAdmitted: "leads to an address that is not public"
        case .unreadableAuthority: "holds no PEM certificate"
        }
    }
}
