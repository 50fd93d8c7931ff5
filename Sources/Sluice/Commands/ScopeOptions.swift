import ArgumentParser
import IdentityModel
import Storage

/// Which sessions a command is about: exactly one scope.
struct ScopeOptions: ParsableArguments {
    @Option(help: "REGION:UUID of an identity.")
    var identity: String?

    @Option(help: "Name or ARN of a role.")
    var role: String?

    @Option(help: "Name or ARN of a user: its own sessions, and those of roles that it assumed.")
    var user: String?

    @Option(help: "Access key id of one session, ASIA….")
    var session: String?

    @Option(help: "REGION:UUID of a pool; with --provider and --subject, the pool of a login.")
    var pool: String?

    @Option(help: "The provider of a login: its key in a Logins map, or without --pool the ARN of an OpenID provider.")
    var provider: String?

    @Option(help: "The subject of a login, as the provider knows the person.")
    var subject: String?

    @Flag(help: "Every session of the account.")
    var account = false

    func read(_ database: Database, _ settings: Settings) async throws -> RevocationScope {
        var scopes: [RevocationScope] = []
        if let identity { scopes.append(try Self.scope(.identity, identity, "the id of an identity")) }
        if let session { scopes.append(try Self.scope(.session, session, "the access key id of a session")) }
        if account { scopes.append(.account(settings.account)) }
        if let role {
            let store = RoleStore(database.client)
            let found =
                if let arn = RoleARN(role) { try await store.find(arn) } else {
                    try await store.find(named: role, account: settings.account)
                }
            guard let found else { throw Failure("There is no role '\(role)'.") }
            scopes.append(.role(found.id))
        }
        if let user {
            let name = String(user.split(separator: "/").last ?? "")
            let found = try await UserStore(database.client).find(named: name, account: settings.account)
            guard let found, found.name == user || found.arn == user else {
                throw Failure("There is no user '\(user)'.")
            }
            scopes.append(.user(found.id))
        }
        switch (provider, subject) {
        case (let provider?, let subject?):
            let target = "\(pool ?? "-") \(provider) \(subject)"
            scopes.append(try Self.scope(.login, target, "a login of a pool or of an OpenID provider"))
        case (nil, nil): if let pool { scopes.append(try Self.scope(.pool, pool, "the id of a pool")) }
        default: throw Failure("A login is named by both --provider and --subject.")
        }
        guard scopes.count == 1 else {
            throw Failure(
                "Name exactly one scope: --identity, --role, --user, --session, --pool, --provider and --subject, or "
                    + "--account.")
        }
        return scopes[0]
    }

    private static func scope(
        _ kind: RevocationScope.Kind, _ text: String, _ noun: String
    ) throws -> RevocationScope {
        guard let scope = RevocationScope(kind, target: text) else { throw Failure("'\(text)' is not \(noun).") }
        return scope
    }
}
