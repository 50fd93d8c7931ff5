import IdentityModel

import struct Foundation.Date

/// What an STS said, as far as anybody wants to know it.
enum STSAnswer: Sendable {
    case credentials(TemporaryCredentials)
    /// A refusal in its own words.
    case error(code: String, message: String)
}

/// Why a body is no such answer.
enum STSAnswerError: Error, Equatable {
    /// Not XML, or XML that is never sent by one: with a document type, in another encoding, or nested too deeply.
    case malformed
    /// Neither credentials nor an error, or both, or a part of it twice.
    case ambiguous
    /// Credentials without one of their parts, or with one that cannot be.
    case incomplete
}

extension STSAnswer {
    /// Bytes of a body. Session tokens are the largest part of it, and those of all three kinds stay far below.
    static let limit = 131_072

    /// Reads a body, whatever is around the parts that count: no two kinds of STS write the rest alike.
    init(_ body: [UInt8]) throws(STSAnswerError) {
        let reader = try STSAnswerReader(reading: body)
        switch (reader.credentials.isEmpty, reader.error.isEmpty) {
        case (false, true): self = .credentials(try Self.credentials(reader.credentials))
        case (true, false):
            guard let code = reader.error["Code"], !code.isEmpty else { throw .incomplete }
            self = .error(code: code, message: reader.error["Message"] ?? "")
        default: throw .ambiguous
        }
    }

    private static func credentials(_ parts: [String: String]) throws(STSAnswerError) -> TemporaryCredentials {
        guard let id = parts["AccessKeyId"], (1...128).contains(id.utf8.count), id.utf8.allSatisfy(isVisible),
            let secret = parts["SecretAccessKey"], (1...128).contains(secret.utf8.count),
            secret.utf8.allSatisfy(isVisible),
            let token = parts["SessionToken"], (1...32_768).contains(token.utf8.count),
            token.utf8.allSatisfy(isVisible),
            let expiration = parts["Expiration"].flatMap(instant)
        else { throw .incomplete }
        return TemporaryCredentials(
            accessKeyID: AccessKeyID(foreign: id), secretAccessKey: Secret(secret), sessionToken: Secret(token),
            expiration: expiration)
    }

    /// - Source: RFC 3339. AWS and MinIO write whole seconds, Ceph nine places behind the point.
    private static func instant(_ text: String) -> Date? {
        guard text.utf8.count <= 40 else { return nil }
        var whole = text
        if let point = text.firstIndex(of: ".") {
            let fraction = text[text.index(after: point)...].prefix { ("0"..."9").contains($0) }
            guard !fraction.isEmpty else { return nil }
            whole = String(text[..<point] + text[fraction.endIndex...])
        }
        return try? Date(whole, strategy: .iso8601)
    }

    private static func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}
