import Federation

/// All routes of the admin API, by what they are about. The order does not count.
package enum AdminRoutes {
    package static func pools(_ pools: PoolAdministration) -> [any AdminRoute] {
        [
            CreatePool(pools: pools), DeletePool(pools: pools), GetPool(pools: pools), ListPools(pools: pools),
            UpdatePool(pools: pools),
        ]
    }

    package static func tokens(_ tokens: TokenAdministration) -> [any AdminRoute] {
        [CreateToken(tokens: tokens), DeleteToken(tokens: tokens), ListTokens(tokens: tokens)]
    }
}
