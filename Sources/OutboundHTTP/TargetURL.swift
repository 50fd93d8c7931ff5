/// A URL taken apart once, strictly. What is fetched is put together again from the parts, so that no second reader can
/// see another host in it.
///
/// Stricter than RFC 3986: no user information, no fragment, printable ASCII only, and a host that is a plain DNS name or
/// an address in its one canonical spelling.
struct TargetURL: Hashable, Sendable {
    let scheme: Scheme
    let host: Host
    let port: Int
    /// Path and query, beginning with a slash.
    let resource: String

    enum Scheme: String {
        case http, https
    }

    enum Host: Hashable {
        case name(String)
        case address(IPAddress)
    }

    init(_ text: String) throws(FetchRefusal) {
        guard (1...2_048).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAdmitted) else { throw .malformedURL }
        guard let colon = text.firstRange(of: "://") else { throw .malformedURL }
        guard let scheme = Scheme(rawValue: String(text[..<colon.lowerBound])) else { throw .schemeNotAdmitted }
        let rest = text[colon.upperBound...]
        guard !rest.contains("#") else { throw .fragment }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@") else { throw .userInformation }
        let (host, port) = try Self.split(authority)
        self.scheme = scheme
        self.host = try Host(host)
        self.port = try port.map(Self.number) ?? (scheme == .https ? 443 : 80)
        self.resource = (rest[end...].hasPrefix("/") ? "" : "/") + rest[end...]
    }

    /// `host:port`, as rules name it.
    var authority: String { "\(host):\(port)" }

    var text: String { "\(scheme.rawValue)://\(authority)\(resource)" }

    private static func split(_ authority: Substring) throws(FetchRefusal) -> (host: Substring, port: Substring?) {
        // Only the colon behind the bracket separates a port from an IPv6 address.
        let hostEnd = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : authority.startIndex
        guard let hostEnd else { throw .malformedURL }
        guard let colon = authority[hostEnd...].firstIndex(of: ":") else { return (authority, nil) }
        return (authority[..<colon], authority[authority.index(after: colon)...])
    }

    private static func number(_ port: Substring) throws(FetchRefusal) -> Int {
        guard (1...5).contains(port.utf8.count), port.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            !port.hasPrefix("0"), let number = Int(port), number <= 65_535
        else { throw .malformedURL }
        return number
    }

    private static func isAdmitted(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: (0x21...0x7E).contains(byte)
        }
    }
}

extension TargetURL.Host: CustomStringConvertible {
    init(_ text: Substring) throws(FetchRefusal) {
        if text.hasPrefix("[") {
            guard text.hasSuffix("]"), case .v6(let number) = IPAddress(text.dropFirst().dropLast()) else {
                throw .malformedURL
            }
            self = .address(.v6(number))
        } else if let address = IPAddress(text) {
            self = .address(address)
        } else {
            self = .name(try Self.name(text.lowercased()))
        }
    }

    var description: String {
        switch self {
        case .name(let name): name
        case .address(.v4(let number)): "\(IPAddress.v4(number))"
        case .address(.v6(let number)): "[\(IPAddress.v6(number))]"
        }
    }

    private static func name(_ text: String) throws(FetchRefusal) -> String {
        let name = text.hasSuffix(".") ? text.dropLast() : text[...]
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(isLabel) else { throw .malformedURL }
        // Libraries read hosts such as `2130706433`, `0x7f.1` and `0177.0.0.1` as addresses.
        if let last = labels.last, last.hasPrefix("0x") || last.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            throw .addressLiteral
        }
        return String(name)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
