import IAMPolicy

/// Session policies as they are told to another STS, which cannot look up what we know by its version.
extension SessionPolicy {
    /// The document. What the standard lists say of services that the other STS does not know is left out, which allows
    /// no more.
    ///
    /// - Parameter services: prefixes of the actions that it knows; nil for all.
    package func text(knowing services: Set<String>?) -> String {
        switch self {
        case .guestScopeDown: GuestScopeDown.standardInlineText(knowing: services)
        case .inline(let text): text
        }
    }

    /// Managed policies that widen the document, by ARN.
    package var managedPolicyARNs: [String] {
        switch self {
        case .guestScopeDown: [GuestScopeDown.managedARN]
        case .inline: []
        }
    }
}
