import Federation
import HTTPTypes
import IdentityModel
import Storage
import StrictJSON

/// A pool as the admin API shows and takes it.
enum PoolDocument {
    private static let settings: [Schema.Member] = [
        .init("name", .text(1...128)),
        .init("allowsGuests", .boolean),
        .optional("allowsClassicFlow", .nullable(.boolean), "Null: never set, which allows it."),
        .optional("developerProvider", .text(1...128), "Set once, it stays."),
        .optional(
            "socialProviders",
            .list(
                .object([.init("provider", .text(1...128)), .init("appId", .text(1...128))]), count: 0...10)),
        .optional(
            "userPools",
            .list(
                .object([
                    .init("provider", .text(1...128)), .init("clientId", .text(1...128)),
                    .optional("serverSideTokenCheck", .boolean),
                ]), count: 0...50)),
        .optional("openIDConnectProviders", .list(.text(20...2_048), count: 0...50), "ARNs of registered issuers."),
        .optional("samlProviders", .list(.text(20...2_048), count: 0...50)),
        .optional("tags", .map(.text(0...256), keys: TextRule(length: 1...128), count: 0...50)),
    ]

    static let input = Schema.named("PoolSettings", .object(settings))

    static let output = Schema.named(
        "Pool",
        .object(
            [.init("id", .text(.poolID)), .init("arn", .text()), .init("region", .text())] + settings + [
                .optional("authenticatedRole", .text(0...2_048)), .optional("unauthenticatedRole", .text(0...2_048)),
                .init("version", .integer(), "Counts the changes; the ETag is made of it."),
            ]))

    static let summary = Schema.named(
        "PoolSummary", .object([.init("id", .text(.poolID)), .init("name", .text())]))

    static func write(_ snapshot: PoolSnapshot, to json: inout JSONWriter) {
        let pool = snapshot.pool
        json.beginObject()
        json.member("id", "\(pool.id)")
        json.member("arn", pool.arn)
        json.member("region", pool.id.region)
        json.member("name", pool.name)
        json.member("allowsGuests", pool.allowsGuests)
        if let allows = pool.allowsClassicFlow { json.member("allowsClassicFlow", allows) }
        if let name = pool.developerProvider { json.member("developerProvider", name) }
        json.name("socialProviders")
        json.beginArray()
        for provider in pool.socialProviders {
            json.map(["provider": provider.name.rawValue, "appId": provider.appID])
        }
        json.endArray()
        json.name("userPools")
        json.beginArray()
        for client in pool.userPoolClients {
            json.beginObject()
            json.member("provider", client.name.rawValue)
            json.member("clientId", client.clientID)
            json.member("serverSideTokenCheck", client.serverSideTokenCheck)
            json.endObject()
        }
        json.endArray()
        json.member("openIDConnectProviders", pool.openIDProviderARNs)
        json.member("samlProviders", pool.samlProviderARNs)
        json.name("tags")
        json.map(pool.tags)
        if let role = pool.authenticatedRoleARN { json.member("authenticatedRole", role) }
        if let role = pool.unauthenticatedRoleARN { json.member("unauthenticatedRole", role) }
        json.member("version", snapshot.version)
        json.endObject()
    }

    static func settings(_ body: JSONNode) -> PoolSettings {
        var settings = PoolSettings(
            name: body.text("name") ?? "", allowsGuests: body.flag("allowsGuests") ?? false)
        settings.allowsClassicFlow = body.flag("allowsClassicFlow")
        settings.developerProvider = body.text("developerProvider")
        settings.socialProviders = (body["socialProviders"].map { Array($0.elements) } ?? []).map {
            .init(name: ProviderName($0.text("provider") ?? ""), appID: $0.text("appId") ?? "")
        }
        settings.userPoolClients = (body["userPools"].map { Array($0.elements) } ?? []).map {
            .init(
                name: ProviderName($0.text("provider") ?? ""), clientID: $0.text("clientId") ?? "",
                serverSideTokenCheck: $0.flag("serverSideTokenCheck") ?? false)
        }
        settings.openIDProviderARNs = body.texts("openIDConnectProviders") ?? []
        settings.samlProviderARNs = body.texts("samlProviders") ?? []
        return settings
    }
}

extension AdminAnswer {
    static func pool(_ snapshot: PoolSnapshot, isNew: Bool = false) -> AdminAnswer {
        .json(
            isNew ? .created : .ok, tag: EntityTag(version: snapshot.version),
            location: isNew ? "/pools/\(snapshot.pool.id)" : nil
        ) { PoolDocument.write(snapshot, to: &$0) }
    }
}
