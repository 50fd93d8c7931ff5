/// Why there is no document.
package enum FetchError: Error, Equatable {
    /// We did not ask: the URL or an address behind it is not admitted.
    case refused(FetchRefusal)
    /// No usable answer in time: name, connection, TLS, timeout, or the server's own failure.
    case unavailable
    /// Asked to come back later, in seconds when it said so.
    case throttled(retryAfter: Int?)
    /// An answer that is none: a redirect, HTML, a compressed or oversized body, a status that promises nothing.
    case protocolViolation
}

/// The rule that a URL, or an address behind its host, breaks.
package enum FetchRefusal: Error, Equatable {
    case malformedURL
    case schemeNotAdmitted
    case userInformation
    case fragment
    /// The host is an address, in whatever spelling.
    case addressLiteral
    /// A name without a dot, or under a suffix that is private by definition.
    case privateName
    case portNotAdmitted
    /// One of the host's addresses is not public, or not on this machine where it must be.
    case addressNotAdmitted
    /// The text given as certificate authority holds no certificate.
    case unreadableAuthority
}
