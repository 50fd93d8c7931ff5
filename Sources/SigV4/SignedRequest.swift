import Crypto

/// The parts of an HTTP request that a signature covers, as they were on the wire.
///
/// Nothing is decoded or normalised here: the canonical form is this room's business, and a door that tidied the path
/// first would refuse honest clients.
package struct SignedRequest: Sendable {
    package var method: String
    /// The path in front of the `?`, still percent-encoded.
    package var path: String
    /// The text behind the `?`, still percent-encoded; empty when there is none.
    package var query: String
    /// In arrival order, repeated ones repeated. `host` is the authority that the client asked for.
    package var headers: [Header]
    package var body: Body

    package init(method: String, path: String, query: String = "", headers: [Header], body: Body = .bytes([])) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    package struct Header: Sendable, Equatable {
        /// In lower case.
        package let name: String
        package let value: String

        /// - Parameter name: In lower case; names are compared byte for byte from here on.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package enum Body: Sendable {
        case bytes([UInt8])
        /// For a body that was hashed while it streamed by.
        case sha256(SHA256.Digest)
        /// For a body that went past us, to somebody else. What the signature says of it is all that is known.
        case unseen

        /// Of a body that nobody saw, the hash of an empty one.
        var digest: SHA256.Digest {
            switch self {
            case .bytes(let bytes): SHA256.hash(data: bytes)
            case .sha256(let digest): digest
            case .unseen: SHA256.hash(data: [UInt8]())
            }
        }
    }

    func has(_ name: String) -> Bool {
        headers.contains { $0.name == name }
    }

    /// The value of a header, repeated ones joined in arrival order; nil when the header is absent.
    func value(of name: String) -> String? {
        var joined: String?
        for header in headers where header.name == name {
            joined = joined.map { "\($0),\(header.value)" } ?? header.value
        }
        return joined
    }
}
