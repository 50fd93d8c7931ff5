import AccessManagement
import Federation
import STS

/// All routes of the admin API, by what they are about. The order does not count.
package enum AdminRoutes {
    package static func pools(_ pools: PoolAdministration) -> [any AdminRoute] {
        [
            CreatePool(pools: pools), DeletePool(pools: pools), GetPool(pools: pools), ListPools(pools: pools),
            UpdatePool(pools: pools), GetGuestSessionPolicy(pools: pools), SetGuestSessionPolicy(pools: pools),
        ]
    }

    package static func poolProviders(_ pools: PoolAdministration) -> [any AdminRoute] {
        [
            GetPoolProvider(pools: pools), ListPoolProviders(pools: pools), RemovePoolProvider(pools: pools),
            SetPoolProvider(pools: pools),
        ]
    }

    package static func principalTags(_ pools: PoolAdministration, mint: SessionMint) -> [any AdminRoute] {
        [
            DeletePrincipalTags(pools: pools), ForecastPrincipalTags(pools: pools, mint: mint),
            GetPrincipalTags(pools: pools), ListPrincipalTags(pools: pools), SetPrincipalTags(pools: pools),
        ]
    }

    /// Users with their keys, roles, managed policies.
    package static func account(_ account: AccountAdministration) -> [any AdminRoute] {
        let keys = account.accessKeys
        let policies = account.managedPolicies
        let roles = account.roles
        let users = account.users
        return [
            CreateAccessKey(keys: keys), DeleteAccessKey(keys: keys), GetAccessKey(keys: keys),
            ListAccessKeys(keys: keys), UpdateAccessKey(keys: keys),
            CreatePolicy(policies: policies), CreatePolicyVersion(policies: policies), DeletePolicy(policies: policies),
            DeletePolicyVersion(policies: policies), GetPolicy(policies: policies),
            GetPolicyVersion(policies: policies), ListPolicies(policies: policies),
            ListPolicyEntities(policies: policies, attachments: account.attachments),
            ListPolicyVersions(policies: policies), SetDefaultPolicyVersion(policies: policies),
            CreateRole(roles: roles), DeleteRole(roles: roles), GetRole(roles: roles), ListRoles(roles: roles),
            UpdateRole(roles: roles),
            CreateUser(users: users), DeleteUser(users: users), GetUser(users: users), ListUsers(users: users),
            UpdateUser(users: users),
        ]
    }

    /// - Parameter look: how an issuer is looked at before anybody signs in there.
    package static func openIDProviders(
        _ providers: OpenIDProviders, look: @escaping IssuerReport.Look
    ) -> [any AdminRoute] {
        [
            CheckOpenIDProvider(providers: providers, look: look), CreateOpenIDProvider(providers: providers),
            DeleteOpenIDProvider(providers: providers), GetOpenIDProvider(providers: providers),
            ListOpenIDProviders(providers: providers), UpdateOpenIDProvider(providers: providers),
        ]
    }

    package static func sessionRevocations(_ administration: RevocationAdministration) -> [any AdminRoute] {
        [
            LiftSessionRevocation(administration: administration),
            ListSessionRevocations(administration: administration), RevokeSessions(administration: administration),
        ]
    }

    package static func identities(_ identities: IdentityAdministration) -> [any AdminRoute] {
        [
            DeleteIdentity(identities: identities), DisableIdentity(identities: identities),
            EnableIdentity(identities: identities), ExportIdentities(identities: identities),
            GetIdentity(identities: identities), ImportIdentities(identities: identities),
            ListIdentities(identities: identities), ListMerges(identities: identities),
            MergeIdentities(identities: identities), PreviewMerge(identities: identities),
            UndoMerge(identities: identities), UnlinkLogin(identities: identities),
        ]
    }

    package static func records(_ records: RecordReading, _ pools: PoolAdministration) -> [any AdminRoute] {
        [
            GetDecision(records: records), ListAuditRecords(records: records), ListDecisions(records: records),
            ListPoolDecisions(records: records, pools: pools), VerifyAudit(records: records),
        ]
    }

    package static func tokens(_ tokens: TokenAdministration) -> [any AdminRoute] {
        [CreateToken(tokens: tokens), DeleteToken(tokens: tokens), ListTokens(tokens: tokens)]
    }

    package static func roleMappings(_ mappings: RoleMappingAdministration) -> [any AdminRoute] {
        [
            ActivateRoleMappingVersion(mappings: mappings), CreateRoleMappingVersion(mappings: mappings),
            DeleteRoleMappingShadow(mappings: mappings), DeleteRoleMappingVersion(mappings: mappings),
            DiffRoleMappings(mappings: mappings), GetRoleMappings(mappings: mappings),
            GetRoleMappingShadow(mappings: mappings), GetRoleMappingVersion(mappings: mappings),
            LintRoleMappings(mappings: mappings), ListRoleMappingActivations(mappings: mappings),
            ListRoleMappingVersions(mappings: mappings), ReplayRoleMappings(mappings: mappings),
            RollBackRoleMappings(mappings: mappings), SetRoleMappingShadow(mappings: mappings),
            SimulateRoleMappings(mappings: mappings),
        ]
    }
}
