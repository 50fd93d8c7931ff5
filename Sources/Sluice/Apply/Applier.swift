import AccessManagement
import Audit
import Federation
import Foundation
import IAMPolicy
import IdentityModel
import Postgres
import RoleRules
import Storage

/// Brings the database to what a declaration says and tells what that changed. Applied again it changes nothing.
///
/// Everything is planned before anything is written, so a mistake anywhere in the file leaves the database as it was.
/// What the declaration does not mention is left alone.
struct Applier {
    let pools: PoolStore
    let roles: RoleStore
    let openIDProviders: OpenIDProviderStore
    let backEnds: BackEndStore
    /// Nil: nothing that is declared must be sealed.
    let secrets: ProviderSecretStore?
    let account: AccountID
    let region: String

    init(_ client: PostgresClient, _ settings: Settings, masterKey: MasterKey?) {
        secrets = masterKey.map { ProviderSecretStore(client, masterKey: $0) }
        pools = PoolStore(client)
        roles = RoleStore(client)
        openIDProviders = OpenIDProviderStore(client)
        backEnds = BackEndStore(client)
        account = settings.account
        region = settings.region
    }

    /// One line per thing, in the order of the file.
    ///
    /// - Parameter audit: has each change, before it is made and after.
    func apply(_ declaration: Declaration, dryRun: Bool, audit: inout OperatorAudit) async throws -> [Change] {
        let steps = try await plan(declaration)
        for step in steps where !dryRun && step.change.kind != .unchanged {
            try await audit.change("sluice:Apply", of: step.change.subject.text) { try await step.write() }
        }
        return steps.map(\.change)
    }

    struct Step {
        let change: Change
        let write: () async throws -> Void
    }

    private func plan(_ declaration: Declaration) async throws -> [Step] {
        let ids = try await poolIDs(declaration)
        let roleIDs = try await roleIDs(declaration)
        var steps: [Step] = []
        for provider in declaration.openIDProviders { steps.append(try await plan(provider)) }
        for backEnd in declaration.backEnds { steps.append(try await plan(backEnd)) }
        for role in declaration.roles {
            steps.append(try await plan(role, ids, roleIDs))
            if let step = try await planBackEnd(of: role, roleIDs, declaration) { steps.append(step) }
        }
        for pool in declaration.pools {
            steps.append(try await plan(pool, ids, declaration))
            for app in pool.socialProviders { steps += try await plan(app, of: pool, ids) }
        }
        return steps
    }

    // MARK: Names

    /// The id of every declared pool: its own, or that of the one pool of its name, or a new one.
    private func poolIDs(_ declaration: Declaration) async throws -> [String: IdentityPoolID] {
        var ids: [String: IdentityPoolID] = [:]
        for pool in declaration.pools {
            if let id = pool.id {
                guard id.region == region else { throw ApplyError.foreignRegion("\(id)", ours: region) }
                ids[pool.name] = id
                continue
            }
            let existing = try await pools.find(named: pool.name, account: account)
            guard existing.count < 2 else { throw ApplyError.ambiguousPool(pool.name) }
            ids[pool.name] = existing.first ?? IdentityPoolID(region: region, uuid: UUID())
        }
        return ids
    }

    /// The id of every declared role, by ARN: the one that it has, or a new one.
    private func roleIDs(_ declaration: Declaration) async throws -> [String: UniqueID] {
        var generator = SystemRandomNumberGenerator()
        var ids: [String: UniqueID] = [:]
        for role in declaration.roles {
            let existing = try await roles.find(named: role.name, account: account)
            ids[role.arn(in: account)] = existing?.id ?? UniqueID(.role, account: account, using: &generator)
        }
        return ids
    }

    /// Whom a trust policy names, bound to the ids that they have, or are about to get from this very declaration.
    private func bound(
        _ principals: [String], of role: RoleDeclaration, _ declared: [String: UniqueID]
    ) async throws -> [String: String] {
        var ids = declared.filter { principals.contains($0.key) }.mapValues(\.rawValue)
        switch try await roles.bind(principals.filter { ids[$0] == nil }, account: account) {
        case .success(let others): ids.merge(others) { own, _ in own }
        case .failure(.principalNotFound(let arn)):
            let reason = PolicyAdmission.missingPrincipal(arn).message
            throw ApplyError.badPolicy(owner: role.name, place: "trust_policy", reason: reason)
        case .failure(let refusal): throw refusal
        }
        return ids
    }

    func roleARN(
        _ name: String?, for pool: PoolDeclaration, in declaration: Declaration
    ) async throws -> String? {
        guard let name, RoleARN(name) == nil else { return name }
        if let declared = declaration.roles.first(where: { $0.name == name }) {
            return declared.arn(in: account)
        }
        guard let role = try await roles.find(named: name, account: account) else {
            throw ApplyError.unknownRole(name, pool: pool.name)
        }
        return role.arn
    }

    // MARK: Things

    private func plan(_ wanted: OpenIDProviderDeclaration) async throws -> Step {
        let provider = OpenIDProvider(
            account: account, issuer: wanted.issuer, clientIDs: wanted.clientIDs, thumbprints: wanted.thumbprints)
        let existing = try await openIDProviders.find(url: wanted.issuer.url, account: account)
        return step(.init("openid_provider", wanted.issuer.url), from: existing, to: provider) {
            try await openIDProviders.save(provider)
        }
    }

    private func plan(
        _ wanted: RoleDeclaration, _ ids: [String: IdentityPoolID], _ roleIDs: [String: UniqueID]
    ) async throws -> Step {
        let trustPolicy: String
        switch wanted.trust {
        case .document(let text): trustPolicy = text
        case .pool(let name, let guests):
            guard let id = ids[name] else { throw ApplyError.unknownPool(name, role: wanted.name) }
            trustPolicy =
                CognitoTrust(pool: "\(id)", audience: guests ? .unauthenticated : .authenticated).text
        }
        let trust = try admitted(of: wanted.name, "trust_policy") { () throws(PolicyError) in
            try PolicyAdmission.trustPolicy(trustPolicy)
        }
        for (name, document) in wanted.policies {
            try admitted(of: wanted.name, name) { () throws(PolicyError) in
                try PolicyAdmission.inlinePolicy(document)
            }
        }
        try admitted(of: wanted.name, "policies") { () throws(PolicyError) in
            try PolicyAdmission.inlinePolicies(wanted.policies.values, within: .inlineOfRole(wanted.name))
        }

        let existing = try await roles.find(named: wanted.name, account: account)
        guard let id = existing?.id ?? roleIDs[wanted.arn(in: account)] else {
            throw ApplyError.unknownRole(wanted.name, pool: wanted.name)
        }
        let role = Role(
            account: account, id: id, path: wanted.path, name: wanted.name, trustPolicy: trustPolicy,
            maxSessionSeconds: wanted.maxSessionSeconds, policies: wanted.policies,
            trustedIDs: try await bound(trust.namedPrincipals, of: wanted, roleIDs), tags: existing?.tags ?? [])
        return step(.init("role", role.arn), from: existing, to: role) { try await roles.save(role) }
    }

    private func plan(
        _ wanted: PoolDeclaration, _ ids: [String: IdentityPoolID], _ declaration: Declaration
    ) async throws -> Step {
        guard let id = ids[wanted.name] else { throw ApplyError.ambiguousPool(wanted.name) }
        if let policy = wanted.guestSessionPolicy {
            try admitted(of: wanted.name, "guest_session_policy") { () throws(PolicyError) in
                _ = try PolicyDocument(parsing: policy, as: .session)
            }
        }
        for url in wanted.openIDProviders where !declaration.openIDProviders.contains(where: { $0.issuer.url == url }) {
            guard try await openIDProviders.find(url: url, account: account) != nil else {
                throw ApplyError.unknownOpenIDProvider(url, pool: wanted.name)
            }
        }
        let existing = try await pools.find(id.uuid)
        var pool = IdentityPool(
            id: id, account: account, name: wanted.name, allowsGuests: wanted.allowsGuests,
            allowsClassicFlow: wanted.allowsClassicFlow, developerProvider: wanted.developerProvider,
            socialProviders: wanted.socialProviders.map { .init(name: $0.app.provider, appID: $0.app.clientID) },
            userPoolClients: wanted.userPoolClients,
            openIDProviderARNs: wanted.openIDProviders.map { OpenIDProvider.arn(account: account, url: $0) },
            authenticatedRoleARN: try await roleARN(wanted.authenticatedRole, for: wanted, in: declaration),
            unauthenticatedRoleARN: try await roleARN(wanted.unauthenticatedRole, for: wanted, in: declaration),
            guestSessionPolicy: wanted.guestSessionPolicy
        ).keepingUndeclared(of: existing?.pool)
        if let name = pool.developerProvider, DeveloperProviderName.isReserved(name) || pool.hasPublicProvider(name) {
            throw ApplyError.developerProviderTaken(name, pool: wanted.name)
        }
        let active = try await pools.roleVersions.active(of: id.uuid)?.settings
        let tests = try await plan(rolesOf: wanted, &pool, over: active, declaration)
        let planned = pool
        return step(
            .init("pool", "\(wanted.name) \(id)"),
            from: existing.map { PlannedPool(pool: $0.pool, tests: active?.tests ?? RoleSettings.noTests) },
            to: PlannedPool(pool: planned, tests: tests)
        ) {
            let change = RoleChange(by: "sluice apply", .apply)
            guard let existing else {
                guard try await !pools.isBeingDeleted(id.uuid) else {
                    throw ApplyError.beingDeleted(pool: wanted.name)
                }
                return try await pools.save(planned, by: change, tests: tests)
            }
            let outcome = try await pools.replace(planned, version: existing.version, by: change, tests: tests)
            guard outcome == .changed else { throw ApplyError.overtaken(pool: wanted.name) }
        }
    }

    private struct PlannedPool: Equatable {
        let pool: IdentityPool
        /// Of its roles, as they are kept.
        let tests: String
    }

    /// A secret that the file does not mention stays as it is.
    private func plan(
        _ wanted: SocialProviderDeclaration, of pool: PoolDeclaration, _ ids: [String: IdentityPoolID]
    ) async throws -> [Step] {
        guard wanted.hasSettings, let secrets, let id = ids[pool.name] else { return [] }
        var app = wanted.app
        let existing = try await secrets.list(in: id.uuid).first { $0.provider == app.provider }
        if existing?.clientID == app.clientID { app.secret = app.secret ?? existing?.secret }
        let settings = app
        return [
            step(.init("app_settings", "\(pool.name) \(app.provider)"), from: existing, to: settings) {
                try await secrets.save(settings, in: id.uuid)
            }
        ]
    }

    func step<Thing: Equatable>(
        _ subject: Change.Subject, from existing: Thing?, to wanted: Thing, write: @escaping () async throws -> Void
    ) -> Step {
        let kind: Change.Kind = existing == nil ? .created : existing == wanted ? .unchanged : .updated
        return Step(change: Change(subject: subject, kind: kind), write: write)
    }

    private func admitted<Value>(
        of owner: String, _ place: String, _ check: () throws(PolicyError) -> Value
    ) throws -> Value {
        do throws(PolicyError) {
            return try check()
        } catch {
            throw ApplyError.badPolicy(owner: owner, place: place, reason: error.message)
        }
    }
}

extension RoleDeclaration {
    fileprivate func arn(in account: AccountID) -> String {
        RoleARN(account: account, path: path, name: name).description
    }
}

extension IdentityPool {
    /// With what a declaration has no words for as it was: an administrator set it over the API.
    fileprivate func keepingUndeclared(of existing: IdentityPool?) -> IdentityPool {
        guard let existing else { return self }
        var pool = self
        pool.samlProviderARNs = existing.samlProviderARNs
        pool.roleMappings = existing.roleMappings
        pool.principalTagMaps = existing.principalTagMaps
        pool.tags = existing.tags
        return pool
    }
}

/// What applying a declaration did, or would do, to one thing.
struct Change: Sendable, Equatable {
    struct Subject: Sendable, Equatable {
        let kind: String
        let name: String

        init(_ kind: String, _ name: String) {
            self.kind = kind
            self.name = name
        }

        var text: String { "\(kind) \(name)" }
    }

    enum Kind: String, Sendable {
        case created, updated, unchanged, removed
    }

    let subject: Subject
    let kind: Kind

    var line: String {
        "\(kind.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)) \(subject.kind) \(subject.name)"
    }
}

enum ApplyError: Error, CustomStringConvertible {
    case ambiguousPool(String)
    case developerProviderTaken(String, pool: String)
    case overtaken(pool: String)
    case beingDeleted(pool: String)
    case unknownPool(String, role: String)
    case unknownRole(String, pool: String)
    case unknownOpenIDProvider(String, pool: String)
    case unknownBackEnd(String, role: String)
    case badBackEnd(role: String, reason: String)
    case badRoleMappings([MappingMistake], pool: String)
    case roleTestsFail([RoleTestFailure], pool: String)
    case foreignRegion(String, ours: String)
    case badPolicy(owner: String, place: String, reason: String)

    var description: String {
        switch self {
        case .ambiguousPool(let name): "There are several pools named '\(name)': say which by its id."
        case .developerProviderTaken(let name, let pool):
            "Pool '\(pool)': '\(name)' cannot be the name of a developer provider."
        case .overtaken(let pool): "Pool '\(pool)' was changed by somebody else meanwhile: apply again."
        case .beingDeleted(let pool):
            "Pool '\(pool)' has just been deleted, and its identities are still being swept up: apply again in a minute, "
                + "or give it another id."
        case .unknownPool(let pool, let role):
            "Role '\(role)' trusts the pool '\(pool)', which the file does not declare."
        case .unknownRole(let role, let pool):
            "Pool '\(pool)' names the role '\(role)', which is neither declared nor there."
        case .unknownOpenIDProvider(let url, let pool):
            "Pool '\(pool)' names the OpenID provider '\(url)', which is neither declared nor registered."
        case .unknownBackEnd(let name, let role):
            "Role '\(role)' names the STS back end '\(name)', which is neither declared nor there."
        case .badBackEnd(let role, let reason): "Role '\(role)': its role at the back end \(reason)."
        case .badRoleMappings(let mistakes, let pool):
            "Pool '\(pool)': \(mistakes.map(\.description).joined(separator: "; "))."
        case .roleTestsFail(let failures, let pool):
            "Pool '\(pool)' would fail its role tests: \(failures.map(\.explanation).joined(separator: "; "))."
        case .foreignRegion(let id, let ours): "Pool \(id) is in another region than this deployment, \(ours)."
        case .badPolicy(let owner, let place, let reason): "\(owner): \(place): \(reason)"
        }
    }
}
