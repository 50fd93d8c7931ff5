import IdentityModel
import OutboundHTTP

extension STSBackEnd {
    /// What a call may do beyond HTTPS to a public host on port 443.
    ///
    /// - Parameter allowsLoopbackHTTP: whether the deployment admits plain HTTP on this machine, for development.
    package func fetchRules(allowsLoopbackHTTP: Bool) throws(FetchRefusal) -> FetchRules {
        var rules = FetchRules()
        rules.allowsLoopbackHTTP = allowsLoopbackHTTP
        rules.certificateAuthority = certificateAuthority
        // The administrator wrote the port beside the host, so it is meant.
        try rules.allowPort(of: endpoint)
        if allowsPrivateAddress {
            try rules.allowPrivateHost(of: endpoint)
            rules.allowsPrivateHTTP = allowsPlainHTTP
        }
        return rules
    }

    /// Everything that is wrong with it, by field; empty when it can be used. Nobody is asked for addresses: those are
    /// judged at every call.
    package func problems(allowsLoopbackHTTP: Bool) -> [Problem] {
        var problems: [Problem] = []
        if !Self.isName(name) {
            problems.append(
                .init(.name, "must be 1 to 64 letters, digits or any of ._-, and begin with one of the first two"))
        }
        problems += endpointProblems(allowsLoopbackHTTP)
        if allowsPlainHTTP, !allowsPrivateAddress {
            problems.append(.init(.allowsPlainHTTP, "needs a private address, and leave to use one"))
        }
        if certificateAuthority != nil {
            var rules = FetchRules()
            rules.certificateAuthority = certificateAuthority
            if (try? rules.admitAuthority()) == nil {
                problems.append(.init(.certificateAuthority, "must hold certificates in PEM"))
            }
        }
        if let audience, !(1...255).contains(audience.utf8.count) || !audience.utf8.allSatisfy(Self.isPrintable) {
            problems.append(.init(.audience, "must be 1 to 255 printable characters of ASCII"))
        }
        if !(1...30).contains(timeoutSeconds) { problems.append(.init(.timeoutSeconds, "must be 1 to 30")) }
        if !(1...64).contains(maxConcurrent) { problems.append(.init(.maxConcurrent, "must be 1 to 64")) }
        return problems
    }

    package struct Problem: Sendable, Equatable {
        package let field: Field
        package let reason: String

        init(_ field: Field, _ reason: String) {
            self.field = field
            self.reason = reason
        }

        package enum Field: String, Sendable {
            case name, endpoint, certificateAuthority, audience, timeoutSeconds, maxConcurrent, allowsPlainHTTP
        }
    }

    private func endpointProblems(_ allowsLoopbackHTTP: Bool) -> [Problem] {
        // What stands behind a question mark would go along with every call, and change how MinIO reads it.
        guard !endpoint.contains("?") else { return [.init(.endpoint, "must not have a query")] }
        do throws(FetchRefusal) {
            var rules = try fetchRules(allowsLoopbackHTTP: allowsLoopbackHTTP)
            rules.certificateAuthority = nil
            try rules.admit(endpoint)
            return []
        } catch {
            return [.init(.endpoint, Self.reason(for: error))]
        }
    }

    private static func reason(for refusal: FetchRefusal) -> String {
        switch refusal {
        case .schemeNotAdmitted: "must begin with https://; http:// is for private addresses, and for those that say so"
        case .addressLiteral, .privateName, .addressNotAdmitted:
            "is a private address or name, which must be allowed in so many words"
        case .malformedURL, .userInformation, .fragment, .portNotAdmitted, .unreadableAuthority:
            "must be a URL of host, port and path"
        }
    }

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.first.map(isLetterOrDigit) ?? false
            && text.utf8.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    private static func isPrintable(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}

extension RoleBackEnd {
    /// What is wrong with it, given the kind of its back end; nil when it can be used.
    package func problem(at kind: STSBackEnd.Kind) -> String? {
        switch upstreamRoleARN {
        case nil where !kind.takesPoliciesFromToken: return "needs the ARN of a role there"
        case let arn? where !(20...2_048).contains(arn.utf8.count) || !arn.hasPrefix("arn:"):
            return "must be an ARN of 20 to 2048 characters"
        default: break
        }
        if let policyClaim {
            guard kind.takesPoliciesFromToken else { return "only MinIO takes policies from the token" }
            guard (1...1_024).contains(policyClaim.utf8.count) else { return "must be 1 to 1024 characters" }
        }
        return nil
    }
}
