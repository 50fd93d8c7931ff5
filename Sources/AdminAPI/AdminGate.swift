import AccessManagement
import Federation
import HTTPAPI
import HTTPTypes
import IAMPolicy
import IdentityModel
import STS

/// Whether a caller may call a route: asks their policies for the route's action on what it is about.
package struct AdminGate: Sendable {
    private let account: AccountID
    private let permissions: Permissions
    private let pools: PoolAdministration
    private let resources: ResourceLookup

    /// - Parameter account: the one of this deployment. Nobody else's principals may touch it, whatever their policies say.
    package init(
        account: AccountID, permissions: Permissions, pools: PoolAdministration, resources: ResourceLookup
    ) {
        self.account = account
        self.permissions = permissions
        self.pools = pools
        self.resources = resources
    }

    func permit(_ name: String, on resource: AdminResource, by caller: RecognisedCaller) async throws(Problem) {
        guard caller.account == account else {
            throw Problem(.forbidden, "access-denied", "User: \(caller.arn) is not of this account.")
        }
        let action = Action("sluice:\(name)")
        switch resource {
        case .pool(let id): try await permit(action, PermissionResource.pool(id), caller)
        case .anyPool: try await permit(action, PermissionResource.anyPool, caller)
        case .own(let kind, let name):
            // Matching costs pattern × value, so what goes into it is bounded.
            let shown = String(name.unicodeScalars.prefix(256))
            try await permit(action, ARN("arn:aws:sluice::\(account):\(kind)/\(shown)"), [], caller)
        case .managed(let managed):
            let located = try await locate(managed)
            try await permit(action, ARN(located.arn), located.tags, boundary: located.boundary, caller)
        case .bounded(let managed, let wanted):
            let located = try await locate(managed)
            try await permit(action, ARN(located.arn), located.tags, boundary: wanted, caller)
            if case .relative = managed { return }
            try await permit(action, ARN(located.arn), located.tags, boundary: located.boundary, caller)
        }
    }

    private func locate(_ managed: ManagedResource) async throws(Problem) -> LocatedResource {
        do throws(AccessManagementError) { return try await resources.locate(managed) } catch { throw Problem(error) }
    }

    private func permit(
        _ action: Action, _ resource: PermissionResource, _ caller: RecognisedCaller
    ) async throws(Problem) {
        do throws(STSError) {
            try await permissions.check(action, resource.target(for: caller), .none, caller) { pool throws(STSError) in
                try await pools.tags(of: pool, for: caller)
            }
        } catch {
            throw Problem(error)
        }
    }

    private func permit(
        _ action: Action, _ arn: ARN, _ tags: [Tag], boundary: String? = nil, _ caller: RecognisedCaller
    ) async throws(Problem) {
        do throws(STSError) {
            try await permissions.require(action, on: arn, by: caller) { context in
                context.setResourceTags(tags.map { (key: $0.key, value: $0.value) })
                if let boundary { context.set("iam:PermissionsBoundary", to: boundary) }
            }
        } catch {
            throw Problem(error)
        }
    }
}
