import HTTPAPI
import HTTPTypes

/// What a client names a POST by, so that it may send it again after a lost answer.
///
/// - Source: draft-ietf-httpapi-idempotency-key-header; the quotes of a structured field may be left out.
struct IdempotencyKey: Sendable {
    let text: String

    static let lengths = 1...255

    /// Nil without the header.
    init?(of request: WireRequest) throws(Problem) {
        guard let value = request.header(.idempotencyKey) else { return nil }
        let bare =
            value.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
            ? value.dropFirst().dropLast() : value[...]
        guard Self.lengths.contains(bare.utf8.count), bare.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid(.header("Idempotency-Key"), "must be 1 to 255 visible characters")
        }
        text = String(bare)
    }
}

extension HTTPField.Name {
    static let idempotencyKey: HTTPField.Name = {
        guard let name = HTTPField.Name("Idempotency-Key") else { preconditionFailure("no header name") }
        return name
    }()
}
