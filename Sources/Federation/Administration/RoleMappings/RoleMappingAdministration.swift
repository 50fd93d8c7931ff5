import IdentityModel
import RoleRules
import STS
import Storage

import struct Foundation.Date

/// The role configurations of pools, version by version: written as drafts, tried, put in force, taken back.
///
/// Whoever asks has been allowed to; what is asked here besides is `iam:PassRole` for the roles that a version gives.
package struct RoleMappingAdministration: Sendable {
    let pools: PoolAdministration
    /// Proves tokens that a simulation is given.
    let verification: LoginVerification
    let assumption: RoleAssumption
    let past: PastDecisions
    let now: @Sendable () -> Date

    var versions: RoleVersionStore { pools.store.roleVersions }

    package init(
        pools: PoolAdministration, verification: LoginVerification, assumption: RoleAssumption,
        past: PastDecisions = .none, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.pools = pools
        self.verification = verification
        self.assumption = assumption
        self.past = past
        self.now = now
    }

    // MARK: Reading

    /// A version with its configuration, read.
    package struct ReadVersion: Sendable {
        package let summary: RoleVersion.Summary
        package let configuration: RoleConfiguration

        package init(summary: RoleVersion.Summary, configuration: RoleConfiguration) {
            self.summary = summary
            self.configuration = configuration
        }
    }

    /// The newest first.
    package func list(
        of pool: String, limit: Int, from token: String?, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> Page<RoleVersion.Summary> {
        let id = try await find(pool, for: caller).pool.id
        let list = "role-versions/\(id)"
        let last = try await place(token, in: list)
        let rows = try await refusedStorage { () throws(StorageError) in
            try await versions.list(of: id.uuid, below: last, limit: limit + 1)
        }
        return try await refused { () throws(FederationError) in
            try pools.tokens.page(rows, limit: limit, in: list) { "\($0.number)" }
        }
    }

    /// - Parameter number: nil for the version in force.
    package func read(
        _ number: Int64?, of pool: String, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> ReadVersion {
        try await read(number, in: try await find(pool, for: caller))
    }

    /// Which version was in force from when on, the last first.
    package func activations(
        of pool: String, limit: Int, from token: String?, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> Page<RoleActivation> {
        let id = try await find(pool, for: caller).pool.id
        let list = "role-activations/\(id)"
        let last = try await place(token, in: list)
        let rows = try await refusedStorage { () throws(StorageError) in
            try await versions.activations(of: id.uuid, below: last, limit: limit + 1)
        }
        let page = try await refused { () throws(FederationError) in
            try pools.tokens.page(rows, limit: limit, in: list) { "\($0.position)" }
        }
        return Page(rows: page.rows.map(\.activation), next: page.next)
    }

    /// What would change for whoever goes from one version to the other.
    package func diff(
        from first: Int64, to second: Int64, of pool: String, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> RoleConfigurationDiff {
        let found = try await find(pool, for: caller)
        let old = try await read(first, in: found)
        let new = try await read(second, in: found)
        return RoleConfigurationDiff(from: old.configuration, to: new.configuration)
    }

    // MARK: Steps

    func find(_ pool: String, for caller: RecognisedCaller) async throws(RoleMappingRefusal) -> PoolSnapshot {
        try await refused { () throws(FederationError) in try await pools.find(pool, for: caller) }
    }

    func read(_ number: Int64?, in found: PoolSnapshot) async throws(RoleMappingRefusal) -> ReadVersion {
        let pool = found.pool.id.uuid
        let version = try await refusedStorage { () throws(StorageError) in
            if let number { try await versions.find(number, of: pool) } else { try await versions.active(of: pool) }
        }
        guard let version else { throw .versionNotFound(number ?? found.roleVersion) }
        do throws(MappingMistakes) {
            return ReadVersion(
                summary: version.summary, configuration: try RoleConfiguration(version.settings))
        } catch {
            throw .mistakes(error.mistakes)
        }
    }

    private func place(_ token: String?, in list: String) async throws(RoleMappingRefusal) -> Int64? {
        try await refused { () throws(FederationError) in
            try pools.tokens.place(token, in: list).map { place throws(FederationError) in
                guard let number = Int64(place) else { throw .invalid(.pageToken) }
                return number
            }
        }
    }
}
