import IdentityModel
import Storage

/// An account's users, access keys, roles, policies and OpenID providers, ready to be administered.
package struct AccountAdministration: Sendable {
    package let account: AccountID
    package let users: Users
    package let accessKeys: AccessKeys
    package let roles: Roles
    package let inlinePolicies: InlinePolicies
    package let managedPolicies: ManagedPolicies
    package let attachments: Attachments
    package let boundaries: Boundaries
    package let tagging: Tagging
    package let openIDProviders: OpenIDProviders
    package let backEnds: BackEnds
    package let resources: ResourceLookup

    /// - Parameter allowsLoopbackHTTP: whether issuers on this machine may go without TLS.
    package init(_ stores: AccountStores, account: AccountID, allowsLoopbackHTTP: Bool = false) {
        self.account = account
        users = Users(stores: stores, account: account)
        accessKeys = AccessKeys(stores: stores, account: account)
        roles = Roles(stores: stores, account: account)
        inlinePolicies = InlinePolicies(stores: stores)
        managedPolicies = ManagedPolicies(stores: stores, account: account)
        attachments = Attachments(stores: stores, account: account)
        boundaries = Boundaries(stores: stores, account: account)
        tagging = Tagging(stores: stores, account: account)
        openIDProviders = OpenIDProviders(
            stores: stores, account: account, allowsLoopbackHTTP: allowsLoopbackHTTP)
        backEnds = BackEnds(stores: stores, account: account, allowsLoopbackHTTP: allowsLoopbackHTTP)
        resources = ResourceLookup(stores: stores, account: account)
    }
}
