/// Something in a request that is not as it has to be.
package struct Mistake: Sendable, Equatable {
    /// Where: a JSON pointer into the body (RFC 6901), or the name of a parameter or header.
    package let place: Place
    /// As in "must be …".
    package let detail: String

    package enum Place: Sendable, Equatable {
        case body(pointer: String)
        case parameter(String)
        case header(String)
    }

    package init(_ place: Place, _ detail: String) {
        self.place = place
        self.detail = detail
    }

    /// So many are told at most; a client that makes more has another trouble.
    static let most = 50
}
