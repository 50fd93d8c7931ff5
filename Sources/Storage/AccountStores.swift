import Postgres

/// Everything that an account's users, roles, policies and OpenID providers are kept in.
package struct AccountStores: Sendable {
    package let users: UserStore
    package let accessKeys: AccessKeyStore
    package let roles: RoleStore
    package let inlinePolicies: InlinePolicyStore
    package let managedPolicies: ManagedPolicyStore
    package let attachments: AttachmentStore
    package let boundaries: BoundaryStore
    package let tags: TagStore
    package let openIDProviders: OpenIDProviderStore
    package let backEnds: BackEndStore
    package let markers: PageMarker

    package init(_ database: PostgresClient, masterKey: MasterKey) {
        users = UserStore(database)
        accessKeys = AccessKeyStore(database, masterKey: masterKey)
        roles = RoleStore(database)
        inlinePolicies = InlinePolicyStore(database)
        managedPolicies = ManagedPolicyStore(database)
        attachments = AttachmentStore(database)
        boundaries = BoundaryStore(database)
        tags = TagStore(database)
        openIDProviders = OpenIDProviderStore(database)
        backEnds = BackEndStore(database)
        markers = PageMarker(masterKey)
    }
}
