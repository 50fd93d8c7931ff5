/// All that a pool says of its roles: what one version of its role configuration holds.
package struct RoleSettings: Sendable, Equatable {
    package var authenticatedRoleARN: String?
    package var unauthenticatedRoleARN: String?
    /// By mapping key; see `IdentityPool.roleMappings`.
    package var mappings: [String: RoleMapping]
    /// Test cases, a list in JSON, as `RoleRules` writes them.
    package var tests: String

    package static let noTests = "[]"

    package init(
        authenticatedRoleARN: String?, unauthenticatedRoleARN: String?, mappings: [String: RoleMapping],
        tests: String = noTests
    ) {
        self.authenticatedRoleARN = authenticatedRoleARN
        self.unauthenticatedRoleARN = unauthenticatedRoleARN
        self.mappings = mappings
        self.tests = tests
    }
}

extension IdentityPool {
    package func roleSettings(tests: String) -> RoleSettings {
        RoleSettings(
            authenticatedRoleARN: authenticatedRoleARN, unauthenticatedRoleARN: unauthenticatedRoleARN,
            mappings: roleMappings, tests: tests)
    }
}
