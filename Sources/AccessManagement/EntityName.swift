/// The names of users, roles and policies.
///
/// - Source: IAM User Guide, "IAM and AWS STS quotas", name requirements.
package enum EntityName {
    package static let longestUser = 64
    package static let longestRole = 64
    package static let longestPolicy = 128

    /// 1 to `longest` of `[\w+=,.@-]`.
    package static func isValid(_ name: String, longest: Int) -> Bool {
        (1...longest).contains(name.utf8.count) && name.utf8.allSatisfy(isOfName)
    }

    /// `/`, or printable characters between two slashes; 1 to 512 of them.
    package static func isValidPath(_ path: String) -> Bool {
        guard path != "/" else { return true }
        return (3...512).contains(path.utf8.count) && path.hasPrefix("/") && path.hasSuffix("/")
            && path.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "+=,.@_-".utf8.contains(byte)
        }
    }
}
