import IAMPolicy
import IdentityModel
import RoleRules
import STS
import Storage

/// Which roles a pool gives.
///
/// - Source: Amazon Cognito Identity API Reference, `SetIdentityPoolRoles`, `GetIdentityPoolRoles`.
extension PoolAdministration {
    /// Replaces both default roles, and the mappings when they are given.
    ///
    /// - Parameter mappings: by mapping key; nil keeps those that are there.
    package func setRoles(
        of pool: String, authenticated: String?, unauthenticated: String?,
        mappings: [String: RoleMappingProposal]?, by caller: RecognisedCaller
    ) async throws(FederationError) {
        _ = try await change(
            pool, as: .setIdentityPoolRoles, by: caller, anewWhen: { $0.hasRoles(of: $1) }
        ) { pool throws(FederationError) in
            if let mappings { pool.roleMappings = try Self.admitted(mappings, in: pool) }
            pool.authenticatedRoleARN = authenticated
            pool.unauthenticatedRoleARN = unauthenticated
            for arn in pool.roleARNs(withMappings: mappings != nil) { try await pass(arn, by: caller) }
            try await test(pool)
        }
    }

    /// The test cases of the version in force bind whatever is to come into force in its place.
    private func test(_ pool: IdentityPool) async throws(FederationError) {
        let active = try await stored { () throws(StorageError) in
            try await store.roleVersions.active(of: pool.id.uuid)
        }
        guard let active, active.settings.tests != RoleSettings.noTests else { return }
        let wanted = pool.roleSettings(tests: active.settings.tests)
        guard wanted != active.settings else { return }
        let failures: [RoleTestFailure]
        do throws(MappingMistakes) {
            failures = try RoleConfiguration(wanted).failures(in: pool, at: now())
        } catch {
            throw .internal("the role configuration of \(pool.id) cannot be read: \(error)")
        }
        if !failures.isEmpty { throw .invalid(.roleTestsFail(failures.map(\.name))) }
    }

    private static func admitted(
        _ proposals: [String: RoleMappingProposal], in pool: IdentityPool
    ) throws(FederationError) -> [String: RoleMapping] {
        do throws(RoleMappingProblem) {
            let parts = try RoleMappingProposal.part(proposals, from: pool.roleMappings)
            return try RoleMappingProposal.admit(parts.open, keys: pool.roleMappingKeys)
                .merging(parts.kept) { _, kept in kept }
        } catch {
            switch error {
            case .keyNotConfigured(let key): throw .invalid(.mappingKey(key))
            case .ambiguousRoleResolutionMissing: throw .invalid(.ambiguousResolutionMissing)
            case .rulesMissing: throw .invalid(.rulesMissing)
            case .rulesNotAllowed: throw .invalid(.rulesNotAllowed)
            case .tooManyRules(_, let limit): throw .invalid(.tooManyRules(limit: limit))
            case .ownForm(let key): throw .invalid(.ownFormMapping(key))
            case .markerReserved(let key): throw .invalid(.ownFormMarker(key))
            }
        }
    }

    /// Whoever sets a role lets others wear it, which takes a permission of its own. A role that is not there, or that is
    /// another account's, is refused in the same words.
    private func pass(_ text: String, by caller: RecognisedCaller) async throws(FederationError) {
        guard try await mayPass(text, by: caller) else { throw .roleForbidden(text) }
    }

    /// Whether the role is there.
    ///
    /// - Throws: `FederationError.roleForbidden` when the caller may not pass it on, whether it is there or not.
    func mayPass(_ text: String, by caller: RecognisedCaller) async throws(FederationError) -> Bool {
        guard let arn = RoleARN(text), arn.account == caller.account else { throw .roleForbidden(text) }
        do throws(STSError) {
            try await permissions.require("iam:PassRole", on: ARN(text), by: caller) { context in
                context.set(.passedToService, to: CognitoTrust.provider)
            }
            return try await roles.exists(arn)
        } catch {
            switch error {
            case .unavailable(let cause): throw .unavailable(cause)
            default: throw .roleForbidden(text)
            }
        }
    }
}

extension IdentityPool {
    fileprivate func hasRoles(of other: IdentityPool) -> Bool {
        authenticatedRoleARN == other.authenticatedRoleARN && unauthenticatedRoleARN == other.unauthenticatedRoleARN
            && roleMappings == other.roleMappings
    }

    /// Each once, in a fixed order.
    fileprivate func roleARNs(withMappings: Bool) -> [String] {
        var arns = [authenticatedRoleARN, unauthenticatedRoleARN].compactMap(\.self)
        guard withMappings else { return arns }
        for (_, mapping) in roleMappings.sorted(by: { $0.key < $1.key }) {
            if case .rules(let rules) = mapping.source { arns += rules.map(\.roleARN) }
        }
        var seen: Set<String> = []
        return arns.filter { seen.insert($0).inserted }
    }
}
