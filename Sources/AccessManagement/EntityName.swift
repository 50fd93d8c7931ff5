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

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "+=,.@_-".utf8.contains(byte)
        }
    }
}
