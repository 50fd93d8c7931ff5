import IdentityModel
import Postgres
import StrictJSON

/// A pool and the issuers that it admits, read in one statement.
package struct PoolSnapshot: Sendable, Equatable {
    package let pool: IdentityPool
    /// The registered issuers that the pool names.
    package let issuers: [OpenIDProvider]
    package internal(set) var registrations: PoolRegistrations
    /// Counts the changes to the pool, so that one that rests on an older state is noticed.
    package let version: Int64
    /// The version of the role configuration that is in force.
    package let roleVersion: Int64
    package let shadow: Shadow?

    package init(
        pool: IdentityPool, issuers: [OpenIDProvider], version: Int64 = 1, roleVersion: Int64 = 1,
        shadow: Shadow? = nil
    ) {
        self.pool = pool
        self.issuers = issuers
        self.registrations = PoolRegistrations(of: pool, issuers: issuers)
        self.version = version
        self.roleVersion = roleVersion
        self.shadow = shadow
    }

    /// The version that is tried beside the one in force.
    package struct Shadow: Sendable, Equatable {
        package let number: Int64
        package let settings: RoleSettings

        package init(number: Int64, settings: RoleSettings) {
            self.number = number
            self.settings = settings
        }
    }
}

extension PoolSnapshot {
    init(_ row: PostgresRow) throws(PostgresError) {
        guard let account = AccountID(try row.text(2)) else { throw .undecodable(column: 2, expected: "an account") }
        var pool = IdentityPool(
            id: IdentityPoolID(region: try row.text(1), uuid: try row.uuid(0)), account: account,
            name: try row.text(3), allowsGuests: try row.bool(4), allowsClassicFlow: try row.boolIfPresent(5),
            developerProvider: try row.textIfPresent(6), authenticatedRoleARN: try row.textIfPresent(7),
            unauthenticatedRoleARN: try row.textIfPresent(8), guestSessionPolicy: try row.textIfPresent(9))
        for entry in try row.json(10).elements {
            let fields = Array(entry.elements)
            guard fields.count == 4, let provider = fields[1].string, let client = fields[2].string else {
                throw .undecodable(column: 10, expected: "providers")
            }
            switch fields[0].string {
            case "social": pool.socialProviders.append(.init(name: ProviderName(provider), appID: client))
            case "user_pool":
                pool.userPoolClients.append(
                    .init(
                        name: ProviderName(provider), clientID: client, serverSideTokenCheck: fields[3].bool ?? false))
            case "openid": pool.openIDProviderARNs.append(provider)
            case "saml": pool.samlProviderARNs.append(provider)
            default: throw .undecodable(column: 10, expected: "providers")
            }
        }
        var issuers: [OpenIDProvider] = []
        for entry in try row.json(11).elements {
            guard let issuer = OpenIDProvider(entry, account: account) else {
                throw .undecodable(column: 11, expected: "issuers")
            }
            issuers.append(issuer)
        }
        for (provider, entry) in try row.json(12).members {
            guard let mapping = RoleMapping(stored: entry) else {
                throw .undecodable(column: 12, expected: "role mappings")
            }
            pool.roleMappings[provider] = mapping
        }
        for (provider, entry) in try row.json(13).members {
            guard let map = PrincipalTagMap(stored: entry) else {
                throw .undecodable(column: 13, expected: "principal tags")
            }
            pool.principalTagMaps[provider] = map
        }
        for (key, value) in try row.json(14).members { pool.tags[key] = value.string }
        var shadow: Shadow?
        if let number = try row.int64IfPresent(17) {
            shadow = Shadow(number: number, settings: try RoleSettings(row, 18, tests: RoleSettings.noTests))
        }
        self.init(
            pool: pool, issuers: issuers, version: try row.int64(15), roleVersion: try row.int64(16), shadow: shadow)
    }
}

extension OpenIDProvider {
    fileprivate init?(_ node: JSONNode, account: AccountID) {
        guard let url = node["url"]?.string else { return nil }
        func strings(_ name: String) -> [String]? {
            guard let list = node[name], list.kind == .array else { return nil }
            return list.elements.compactMap(\.string)
        }
        self.init(
            account: account,
            issuer: OpenIDIssuer(
                url: url, keySetURL: node["key_set_url"]?.string, discoveryURL: node["discovery_url"]?.string,
                certificateAuthority: node["certificate_authority"]?.string, algorithms: strings("algorithms"),
                trustedAudiences: strings("trusted_audiences") ?? []),
            clientIDs: strings("client_ids") ?? [], thumbprints: strings("thumbprints") ?? [])
    }
}
