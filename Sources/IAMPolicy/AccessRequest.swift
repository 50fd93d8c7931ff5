import IdentityModel

/// What is judged: who wants to do what, to what, and what else is known.
package struct AccessRequest: Sendable {
    package var caller: Caller
    package var action: Action
    package var resource: ARN
    /// The account that owns the resource; nil means the caller's.
    package var resourceOwner: AccountID?
    package var context: RequestContext

    package init(
        by caller: Caller, action: Action, resource: ARN = .none, ownedBy resourceOwner: AccountID? = nil,
        context: RequestContext
    ) {
        self.caller = caller
        self.action = action
        self.resource = resource
        self.resourceOwner = resourceOwner
        self.context = context
    }
}
