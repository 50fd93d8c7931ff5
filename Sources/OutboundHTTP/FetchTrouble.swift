/// What exactly went wrong with a fetch, for an operator who asks. Whoever fetches for a login must not tell outages
/// apart: a stranger who names hosts could map our network by the answers.
package enum FetchTrouble: Sendable, Equatable {
    /// The host has no address.
    case name
    /// Nobody accepts a connection there, or it breaks.
    case connection
    /// The host does not show a certificate that is valid for its name, or no TLS that we speak.
    case certificate
    /// Everything together took too long.
    case time
    case redirect(status: Int)
    case status(Int)
    case html
    case compressed
    case tooLong(limit: Int)
    /// What came is no HTTP.
    case garbage
}
