import Federation

/// All routes of the admin API, by what they are about. The order does not count.
package enum AdminRoutes {
    package static func pools(_ pools: PoolAdministration) -> [any AdminRoute] {
        [
            CreatePool(pools: pools), DeletePool(pools: pools), GetPool(pools: pools), ListPools(pools: pools),
            UpdatePool(pools: pools),
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
