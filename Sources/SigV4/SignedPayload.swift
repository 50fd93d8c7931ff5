/// What a good signature says of the request's body.
package enum SignedPayload: Sendable, Equatable {
    /// The body has this SHA-256, in 64 lower-case digits. It was compared when the body was there; of a body that went past
    /// us whoever receives it must compare.
    case hash(String)
    /// Nothing: any body goes with this signature.
    case unsigned

    /// There is no body.
    package static let empty = SignedPayload.hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

    /// As it stands in the canonical request.
    package var text: String {
        switch self {
        case .hash(let digits): digits
        case .unsigned: Payload.unsigned
        }
    }
}
