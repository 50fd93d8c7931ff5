import IdentityModel

/// The URL of an OpenID provider as it is kept: with its scheme, without a default port and without slashes at the end.
///
/// DIVERGES: to IAM a final slash makes another provider. Tokens of `https://host/` and `https://host` are the same
/// issuer's here, so their registrations are too.
package struct ProviderURL: Sendable, Hashable {
    package let text: String

    /// - Parameter allowsLoopbackHTTP: whether `http://` is let through for addresses of this machine.
    /// - Throws: `.malformedProviderURL`; `.invalidInput` for a URL with a query or fragment, as recorded from IAM.
    package init(_ text: String, allowsLoopbackHTTP: Bool) throws(AccessManagementError) {
        let scheme = ["https://", "http://"].first { text.hasPrefix($0) }
        guard let scheme, text.utf8.allSatisfy(Self.isOfURL) else { throw .malformedProviderURL }
        let rest = text.dropFirst(scheme.count)
        guard !rest.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) else {
            throw .invalidInput("Unknown")
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let (host, port) = try Self.authority(rest[..<slash])
        if scheme == "http://" {
            guard allowsLoopbackHTTP, Self.loopback.contains(host.lowercased()) else { throw .malformedProviderURL }
        }
        let isDefaultPort = scheme == "https://" && port == "443"
        var kept = scheme + host + (port.map { isDefaultPort ? "" : ":\($0)" } ?? "") + rest[slash...]
        while kept.hasSuffix("/") { kept.removeLast() }
        self.text = kept
    }

    /// As an ARN has it.
    package var withoutScheme: String { String(text.drop { $0 != "/" }.dropFirst(2)) }

    private static let loopback = ["localhost", "127.0.0.1", "[::1]"]

    /// Host and port; neither a name of somebody nor anything that is no host.
    private static func authority(
        _ text: Substring
    ) throws(AccessManagementError) -> (host: String, port: String?) {
        var host = text
        var port: Substring?
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw .malformedProviderURL }
            host = text[...end]
            let behind = text[text.index(after: end)...]
            guard behind.isEmpty || behind.hasPrefix(":") else { throw .malformedProviderURL }
            if !behind.isEmpty { port = behind.dropFirst() }
            guard host.dropFirst().dropLast().utf8.allSatisfy({ isHexadecimal($0) || $0 == UInt8(ascii: ":") }) else {
                throw .malformedProviderURL
            }
        } else {
            if let colon = text.firstIndex(of: ":") {
                host = text[..<colon]
                port = text[text.index(after: colon)...]
            }
            guard host.utf8.allSatisfy(isOfHostName) else { throw .malformedProviderURL }
        }
        guard !host.isEmpty, port.map(isPort) ?? true else { throw .malformedProviderURL }
        return (String(host), port.map(String.init))
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt16(text) != nil
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func isOfHostName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// - Source: RFC 3986 §2.
    private static func isOfURL(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(byte)
        }
    }

    /// The URLs that an ARN of this account may stand for, which does not tell the scheme; nil for other texts.
    package static func candidates(arn: String, account: AccountID) -> [String]? {
        let prefix = "arn:aws:iam::\(account):oidc-provider/"
        guard arn.hasPrefix(prefix), arn.utf8.allSatisfy(isOfURL) else { return nil }
        var rest = arn.dropFirst(prefix.count)
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        return rest.isEmpty ? nil : ["https://\(rest)", "http://\(rest)"]
    }
}
