import AccessManagement
import HTTPAPI

/// One thing that an administrator can ask or change: where it is, what it is about, what it reads, what it answers.
///
/// The door takes the steps that all share, in this order, so that no route can forget one: place and method, rate,
/// caller, permission, parameters and body by their shapes, precondition, idempotency key, `run`.
package protocol AdminRoute: Sendable {
    static var description: RouteDescription { get }

    /// What permission is asked on. It is asked before anything but the path is looked at, unless the description says
    /// `isReadFirst`.
    func resource(of call: AdminCall) -> AdminResource
    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer
}

/// What a route is about, as policies name it.
package enum AdminResource: Sendable {
    /// `arn:aws:cognito-identity:REGION:ACCOUNT:identitypool/ID` with the tags of the pool. The text is the id as it came.
    case pool(String)
    /// Of routes about pools that name none.
    case anyPool
    /// A user, role, policy or OpenID provider, with its tags.
    case managed(ManagedResource)
    /// A user or role that is to have this boundary; nil for none. What is there already is asked about with the boundary
    /// that it has as well: nobody may take one away who could not have set it.
    case bounded(ManagedResource, by: String?)
    /// `arn:aws:sluice::ACCOUNT:KIND/NAME`
    case own(kind: String, name: String)
}

extension AdminRoute {
    /// The pool in the path.
    package func resource(of call: AdminCall) -> AdminResource {
        call.path["poolId"].map(AdminResource.pool) ?? .anyPool
    }
}
