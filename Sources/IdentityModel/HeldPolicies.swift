/// All policies that a user or a role has: those that are part of it, those that are attached to it, and the one that
/// bounds what it may do whatever the others say.
package struct HeldPolicies: Sendable, Equatable {
    /// Documents by name. Names are matched whatever their case.
    package var inline: [String: String]
    /// By ARN.
    package var attached: [PolicyARN]
    package var boundary: PolicyARN?

    package static let none = HeldPolicies()

    package init(inline: [String: String] = [:], attached: [PolicyARN] = [], boundary: PolicyARN? = nil) {
        self.inline = inline
        self.attached = attached
        self.boundary = boundary
    }
}
