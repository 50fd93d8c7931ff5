/// A signature as the request claims it. Nothing about it is believed yet but its form.
package struct PresentedSignature: Sendable {
    package let credential: Credential
    package let signedHeaders: [String]
    let signature: String
    package let timestamp: SigningTime
    package let carrier: Carrier
    /// What the client got together with a temporary key. Possession proves nothing: the signature does.
    package let sessionToken: String?

    /// The only algorithm taken. The asymmetric sibling, SigV4A, is refused by name.
    static let algorithm = "AWS4-HMAC-SHA256"

    package enum Carrier: Equatable, Sendable {
        case header
        /// A presigned URL, good for so many seconds; nil when it does not say.
        case query(expires: Int64?)
    }

    package struct Credential: Equatable, Sendable {
        package let accessKeyID: String
        package let date: String
        package let region: String
        package let service: String
        package let terminator: String

        /// Reads `keyid/date/region/service/term`.
        init(_ text: String) throws(SignatureRefusal) {
            let fields = text.fields(separatedBy: UInt8(ascii: "/"), keepingEmpty: true)
            guard fields.count == 5 else { throw .malformedCredential(text) }
            accessKeyID = fields[0]
            date = fields[1]
            region = fields[2]
            service = fields[3]
            terminator = fields[4]
        }
    }
}
