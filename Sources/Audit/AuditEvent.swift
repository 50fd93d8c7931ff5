/// What an audit record tells. The names are part of what others rely on: never reuse one.
package enum AuditEvent: String, Sendable, CaseIterable {
    /// Temporary credentials were issued.
    case credentialsIssued = "credentials-issued"
    /// One of our OpenID tokens was issued.
    case tokenIssued = "token-issued"
    /// An exchange ended without what was asked for.
    case denied
    /// A person whom nobody knew has an identity now.
    case identityMade = "identity-made"
    case loginLinked = "login-linked"
    case identitiesMerged = "identities-merged"
    case loginUnlinked = "login-unlinked"
    /// An administrator's change is about to be made.
    case changeBegun = "change-begun"
    case changeMade = "change-made"
    case changeRefused = "change-refused"
    /// Events that found no room in the queue.
    case recordsLost = "records-lost"
    /// The first record of every chain.
    case chainOpened = "chain-opened"
    /// The process ended in an orderly way.
    case chainClosed = "chain-closed"
    /// A day of records was dropped because its time was over.
    case dayDropped = "day-dropped"
}
