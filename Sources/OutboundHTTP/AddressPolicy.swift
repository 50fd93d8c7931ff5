/// Where we may connect: to public addresses, unless the rules of the request open something more.
///
/// Both questions must be asked of every URL, whoever wrote it: first of the URL alone, then of every address its host
/// resolved to. The connection then goes to one of those addresses and to no other.
struct AddressPolicy {
    let rules: FetchRules

    /// Judges the URL by itself.
    func admit(_ target: TargetURL) throws(FetchRefusal) {
        let isLoopback = rules.allowsLoopbackHTTP && target.host.isLoopback
        guard target.scheme == .https || isLoopback || admitsPlainHTTP(target) else { throw .schemeNotAdmitted }
        guard !isLoopback, !isListed(target) else { return }
        guard case .name(let name) = target.host else { throw .addressLiteral }
        guard name.contains("."), !Self.privateSuffixes.contains(where: name.hasSuffix) else { throw .privateName }
        guard target.port == 443 || rules.allowedPorts.contains(target.port) else { throw .portNotAdmitted }
    }

    /// Judges what the host resolved to. One address that is not admitted spoils the rest: a name that points inside
    /// now and then is not a public name.
    func admit(_ addresses: [IPAddress], for target: TargetURL) throws(FetchRefusal) {
        guard addresses.allSatisfy({ admits($0, for: target) }) else { throw .addressNotAdmitted }
    }

    private func admits(_ address: IPAddress, for target: TargetURL) -> Bool {
        guard target.scheme == .https else {
            return rules.allowsLoopbackHTTP && address.isLoopback || admitsPlainHTTP(target) && !address.isPublic
        }
        return address.isPublic || isListed(target) || rules.allowsLoopbackHTTP && address.isLoopback
    }

    private func admitsPlainHTTP(_ target: TargetURL) -> Bool { rules.allowsPrivateHTTP && isListed(target) }

    private func isListed(_ target: TargetURL) -> Bool {
        rules.allowedPrivateHosts.contains { entry in
            guard let listed = try? TargetURL("https://\(entry)") else { return false }
            return listed.host == target.host && listed.port == target.port
        }
    }

    /// - Source: RFC 6761 and RFC 6762 (`localhost`, `local`), RFC 7686 (`onion`), RFC 8375 (`home.arpa`).
    private static let privateSuffixes = [".localhost", ".local", ".internal", ".home.arpa", ".onion"]
}

extension TargetURL.Host {
    var isLoopback: Bool {
        switch self {
        case .name(let name): name == "localhost" || name.hasSuffix(".localhost")
        case .address(let address): address.isLoopback
        }
    }
}

extension FetchRules {
    /// Judges a URL that somebody wants to register or configure, without asking anybody for its addresses; those are
    /// judged at every fetch.
    package func admit(_ url: String) throws(FetchRefusal) {
        try AddressPolicy(rules: self).admit(TargetURL(url))
    }

    /// Admits the host and port of a URL whatever their addresses are.
    package mutating func allowPrivateHost(of url: String) throws(FetchRefusal) {
        allowedPrivateHosts.insert(try TargetURL(url).authority)
    }

    /// Admits the port of a URL.
    package mutating func allowPort(of url: String) throws(FetchRefusal) {
        allowedPorts.insert(try TargetURL(url).port)
    }

    /// Judges the text given as certificate authority.
    package func admitAuthority() throws(FetchRefusal) {
        _ = try PinnedClients.tls(trusting: certificateAuthority)
    }
}
