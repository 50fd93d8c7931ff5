import IdentityModel

/// A key with a region and the id of a user pool in it, such as `cognito-idp.{region}.amazonaws.com/{poolId}`.
package struct LoginKeyTemplate: Sendable, Hashable {
    package let text: String
    private let head: String
    private let middle: String
    private let tail: String

    /// Nil when the text does not hold `{region}`, something, and `{poolId}`, in that order and once each.
    package init?(_ text: String) {
        let parts = text.split(separator: "{region}", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let rest = parts[1].split(separator: "{poolId}", omittingEmptySubsequences: false)
        guard rest.count == 2, !rest[0].isEmpty, !(parts[0] + rest[0] + rest[1]).contains(where: { "{}".contains($0) })
        else { return nil }
        self.text = text
        (head, middle, tail) = (String(parts[0]), String(rest[0]), String(rest[1]))
    }

    /// The user-pool id in the key, or nil when the key is another provider's.
    package func poolID(in key: ProviderName) -> String? {
        var rest = key.rawValue[...]
        guard rest.hasPrefix(head), rest.hasSuffix(tail), rest.utf8.count > head.utf8.count + tail.utf8.count else {
            return nil
        }
        rest = rest.dropFirst(head.count).dropLast(tail.count)
        guard let separator = rest.firstRange(of: middle) else { return nil }
        let region = rest[..<separator.lowerBound]
        let poolID = rest[separator.upperBound...]
        guard Self.isPoolID(poolID), poolID.prefix(while: { $0 != "_" }) == region else { return nil }
        return String(poolID)
    }

    static func isPoolID(_ text: Substring) -> Bool {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        return parts.count == 2 && isRegion(parts[0]) && isAlphanumeric(parts[1])
    }

    /// `eu-west-1`, `us-gov-west-1`.
    private static func isRegion(_ text: Substring) -> Bool {
        var parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 4, parts[1] == "gov" { parts.remove(at: 1) }
        return parts.count == 3 && parts[0].utf8.count == 2 && isLowercase(parts[0]) && isLowercase(parts[1])
            && parts[2].utf8.count == 1 && parts[2].utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isLowercase(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x61...0x7A).contains($0) }
    }

    private static func isAlphanumeric(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            }
    }
}
