import IAMPolicy
import IdentityModel
import RoleRules
import STS
import Storage

import struct Foundation.Date
import struct Foundation.UUID

/// What a version would open or close, the roles that it names included.
extension RoleMappingAdministration {
    package func lint(
        _ candidate: Candidate, in pool: String, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> [RoleFinding] {
        let found = try await find(pool, for: caller)
        let (_, configuration) = try await self.configuration(candidate, in: found)
        let time = now()
        var probes: [String: RoleProbe] = [:]
        for arn in Set(configuration.roles.map(\.arn)) {
            do throws(STSError) {
                probes[arn] = try await assumption.probe(arn)
            } catch {
                throw .federation(.unavailable("\(error)"))
            }
        }
        let linter = RoleLinter(configuration: configuration, pool: found.pool, probes: probes, now: time)
        return configuration.findings(in: found.pool, at: time) + linter.findings()
    }
}

/// Holds a configuration against the roles that it names. Pure.
struct RoleLinter {
    let configuration: RoleConfiguration
    let pool: IdentityPool
    /// By ARN; a role that is missing is not there.
    let probes: [String: RoleProbe]
    let now: Date

    func findings() -> [RoleFinding] {
        var findings: [RoleFinding] = []
        for use in uses {
            guard let probe = probes[use.arn] else {
                findings.append(.init(.roleMissing, use.place, "There is no role \(use.arn)."))
                continue
            }
            findings += trust(use, probe)
            findings += session(use, probe)
            if use.isForGuests { findings += wildcards(use, probe) }
        }
        return findings
    }

    /// A role at the place where it is given.
    private struct Use {
        let place: String
        let arn: String
        let isForGuests: Bool
        /// `amr` of those who get it, one for each way to it.
        let methods: [[String]]
        let seconds: Int?
        /// Whether sessions of it may have tags.
        let isTagged: Bool
    }

    private var uses: [Use] {
        var uses: [Use] = []
        if let arn = configuration.unauthenticatedRoleARN {
            uses.append(
                Use(
                    place: "/defaultRoles/unauthenticated", arn: arn, isForGuests: true,
                    methods: [["unauthenticated"]], seconds: nil, isTagged: false))
        }
        if let arn = configuration.authenticatedRoleARN {
            uses.append(
                Use(
                    place: "/defaultRoles/authenticated", arn: arn, isForGuests: false, methods: everyMethod,
                    seconds: nil, isTagged: !pool.principalTagMaps.isEmpty))
        }
        for (key, mapping) in configuration.sortedMappings {
            guard case .rules(let rules) = mapping.source else { continue }
            let place = "/mappings/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
            for (index, rule) in rules.enumerated() {
                uses.append(
                    Use(
                        place: "\(place)/rules/\(index)", arn: rule.roleARN, isForGuests: false,
                        methods: [Self.methods(of: key, pool)], seconds: rule.session.seconds,
                        isTagged: !rule.session.tags.isEmpty || !pool.principalTagMaps.isEmpty))
            }
        }
        return uses
    }

    private var everyMethod: [[String]] {
        let names =
            (pool.socialProviders.map(\.name) + pool.userPoolClients.map(\.name)).map(\.rawValue)
            + (pool.openIDProviderARNs + pool.samlProviderARNs).map(Self.provider)
            + [pool.developerProvider].compactMap(\.self)
        let methods = names.map(Self.methods)
        return methods.isEmpty ? [["authenticated"]] : methods
    }

    /// - Parameter key: of a mapping.
    private static func methods(of key: String, _ pool: IdentityPool) -> [String] {
        let client = pool.userPoolClients.first { "\($0.name):\($0.clientID)".utf8.elementsEqual(key.utf8) }
        return methods(client?.name.rawValue ?? provider(key))
    }

    private static func methods(_ provider: String) -> [String] {
        ["authenticated", provider, "\(provider):audience:subject"]
    }

    private static func provider(_ key: String) -> String {
        guard let mark = key.firstRange(of: ":oidc-provider/") else { return key }
        return String(key[mark.upperBound...])
    }

    // MARK: Who may wear it

    private func trust(_ use: Use, _ probe: RoleProbe) -> [RoleFinding] {
        var findings: [RoleFinding] = []
        let own = use.methods.map { identity($0, in: pool.id) }
        if !own.contains(where: { probe.admits($0, at: now) }) {
            findings.append(
                .init(
                    .trustRefusesPool, use.place,
                    "The trust policy of \(use.arn) would refuse a new identity of this pool that gets the role."))
        }
        // Nobody has a pool of this id.
        let foreign = IdentityPoolID(region: pool.id.region, uuid: Self.nobody)
        let anyMethods = use.methods + [["authenticated"], ["unauthenticated"]]
        if anyMethods.contains(where: { probe.admits(identity($0, in: foreign), at: now) }) {
            findings.append(
                .init(
                    .trustAnyPool, use.place,
                    "The trust policy of \(use.arn) is not bound to this pool (aud): identities of other pools may wear it."
                ))
        }
        if use.isForGuests {
            if probe.admits(identity(["authenticated"], in: pool.id), at: now) {
                findings.append(
                    .init(
                        .trustAdmitsUsers, use.place,
                        "The trust policy of \(use.arn) does not ask whether an identity is unauthenticated (amr)."))
            }
        } else if probe.admits(identity(["unauthenticated"], in: pool.id), at: now) {
            findings.append(
                .init(
                    .trustAdmitsGuests, use.place,
                    "The trust policy of \(use.arn) does not ask whether an identity is authenticated (amr): guests may wear it."
                ))
        }
        return findings
    }

    private func identity(_ methods: [String], in pool: IdentityPoolID, tags: [String: String] = [:]) -> WebIdentity {
        WebIdentity(
            pool: pool, identity: IdentityID(region: pool.region, uuid: Self.nobody), methods: methods, tags: tags)
    }

    private static let nobody = UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 0))

    // MARK: What its sessions are

    private func session(_ use: Use, _ probe: RoleProbe) -> [RoleFinding] {
        var findings: [RoleFinding] = []
        if let seconds = use.seconds, seconds > probe.role.maxSessionSeconds {
            findings.append(
                .init(
                    .sessionShortened, use.place + "/sessionSeconds",
                    "Sessions of \(use.arn) last \(probe.role.maxSessionSeconds) seconds at most."))
        }
        let tagged = use.methods.map { identity($0, in: pool.id, tags: ["tag": "value"]) }
        if use.isTagged, tagged.contains(where: { probe.admits($0, at: now) }),
            !tagged.contains(where: { probe.admitsTags(of: $0, at: now) })
        {
            findings.append(
                .init(
                    .tagsRefused, use.place,
                    "The trust policy of \(use.arn) does not admit sts:TagSession, so whoever has tags gets no session."
                ))
        }
        return findings
    }

    // MARK: What guests may do

    private func wildcards(_ use: Use, _ probe: RoleProbe) -> [RoleFinding] {
        var findings: [RoleFinding] = []
        for policy in probe.policies {
            for grant in policy.document.wildcardGrants {
                let statement = grant.sid.map { "'\($0)'" } ?? "\(grant.statement)"
                let place = "Statement \(statement) of the policy \(policy.name) gives guests"
                let finding: RoleFinding =
                    switch grant.reach {
                    case .everyAction: .init(.guestsEveryAction, use.place, "\(place) every action.")
                    case .everyActionBut:
                        .init(.guestsEveryAction, use.place, "\(place) every action that it does not list.")
                    case .everyActionOf(let service):
                        .init(.guestsEveryActionOfService, use.place, "\(place) every action of \(service).")
                    case .everyResource: .init(.guestsEveryResource, use.place, "\(place) every resource.")
                    case .everyResourceBut:
                        .init(.guestsEveryResource, use.place, "\(place) every resource that it does not list.")
                    }
                if !findings.contains(finding) { findings.append(finding) }
            }
        }
        return findings
    }
}
