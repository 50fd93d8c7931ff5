/// A key and a value that an administrator put on a user, role, policy or provider.
///
/// - Source: IAM API Reference, `Tag`.
package struct Tag: Sendable, Hashable {
    package let key: String
    package let value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    /// How many one owner may have.
    package static let limit = 50
}
