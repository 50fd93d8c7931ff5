import AccessManagement
import Foundation
import IdentityModel
import StrictYAML

extension Declaration {
    /// Reads a declarative file; every mistake in it is reported together.
    init(file path: String) throws(YAMLMistakes) {
        let log = YAMLLog(file: path)
        let bytes = FileManager.default.contents(atPath: path).map { Array($0) }
        if let fields = YAMLFields(bytes: bytes, limit: Self.limit, log: log) { read(fields) }
        guard log.mistakes.isEmpty else {
            throw YAMLMistakes(log.mistakes.sorted { $0.line < $1.line })
        }
    }

    private static let limit = 1_048_576

    private mutating func read(_ fields: YAMLFields) {
        openIDProviders = fields.sections("openid_providers").map(OpenIDProviderDeclaration.init)
        backEnds = fields.sections("sts_backends").map { STSBackEnd($0) }
        roles = fields.sections("roles").map(RoleDeclaration.init)
        pools = fields.sections("pools").map(PoolDeclaration.init)
        for (list, names) in [
            ("sts_backends", backEnds.map(\.name)), ("roles", roles.map { $0.name.lowercased() }),
            ("pools", pools.map(\.name)),
        ] where Set(names).count != names.count {
            fields.note("names something twice", at: list)
        }
        fields.refuseUnknown()
    }
}

extension OpenIDProviderDeclaration {
    fileprivate init(_ fields: YAMLFields) {
        let url = fields.text("url")
        if (try? ProviderURL(url, allowsLoopbackHTTP: true))?.text != url {
            fields.note("must be a URL that begins with https:// and has no slash at its end", at: "url")
        }
        clientIDs = fields.texts("client_ids") ?? []
        if clientIDs.isEmpty || clientIDs.count > 100 { fields.note("must list 1 to 100 client ids", at: "client_ids") }
        thumbprints = fields.texts("thumbprints") ?? []
        if thumbprints.count > 5 { fields.note("must list at most 5", at: "thumbprints") }
        issuer = OpenIDIssuer(
            url: url, keySetURL: fields.optionalText("key_set_url"),
            discoveryURL: fields.optionalText("discovery_url"),
            certificateAuthority: fields.optionalText("certificate_authority"),
            algorithms: fields.texts("algorithms"), trustedAudiences: fields.texts("trusted_audiences") ?? [])
        fields.refuseUnknown()
    }
}

extension RoleDeclaration {
    fileprivate init(_ fields: YAMLFields) {
        name = fields.text("name")
        if !EntityName.isValid(name, longest: EntityName.longestRole) {
            fields.note("must be 1 to 64 letters, digits or any of +=,.@_-", at: "name")
        }
        path = fields.optionalText("path") ?? "/"
        if !EntityName.isValidPath(path) { fields.note("must begin and end with a slash", at: "path") }
        maxSessionSeconds = fields.integer("max_session_seconds", in: 3_600...43_200) ?? 3_600
        policies = [:]
        if let section = fields.section("policies") {
            for name in section.names { policies[name] = section.json(name) }
        }
        trust = Self.trust(fields)
        backEnd = BackEnd(fields)
        fields.refuseUnknown()
    }

    private enum Shorthand: String, CaseIterable {
        case guest = "cognito-guest"
        case authenticated = "cognito-authenticated"
    }

    private static func trust(_ fields: YAMLFields) -> Trust {
        if fields.has("trust_policy") {
            if fields.has("trust") { fields.note("stands beside trust_policy: say one of them", at: "trust") }
            return .document(fields.json("trust_policy") ?? "")
        }
        guard let shorthand = fields.choice("trust", of: Shorthand.self) else {
            if !fields.has("trust") { fields.note("is missing, and so is trust_policy", at: "trust") }
            return .document("")
        }
        return .pool(fields.text("pool"), guests: shorthand == .guest)
    }
}

extension PoolDeclaration {
    fileprivate init(_ fields: YAMLFields) {
        name = fields.text("name")
        if name.utf8.count > 128 { fields.note("must be at most 128 bytes", at: "name") }
        if let text = fields.optionalText("id") {
            id = IdentityPoolID(text)
            if id == nil { fields.note("must be REGION:UUID, in lower case", at: "id") }
        }
        allowsGuests = fields.flag("allow_guests") ?? false
        allowsClassicFlow = fields.flag("allow_classic_flow")
        developerProvider = fields.optionalText("developer_provider")
        if let providers = fields.section("social_providers") {
            socialProviders = providers.names.sorted().map { SocialProviderDeclaration(providers, $0) }
        }
        userPoolClients = fields.sections("user_pools").map(IdentityPool.UserPoolClient.init)
        openIDProviders = fields.texts("openid_providers") ?? []
        if let roles = fields.section("roles") {
            authenticatedRole = roles.optionalText("authenticated")
            unauthenticatedRole = roles.optionalText("unauthenticated")
            roles.refuseUnknown()
        }
        roleMappings = fields.roleMappings("role_mappings")
        roleTests = fields.roleTests("role_tests")
        guestSessionPolicy = fields.has("guest_session_policy") ? fields.json("guest_session_policy") : nil
        fields.refuseUnknown()
    }
}

extension IdentityPool.UserPoolClient {
    fileprivate init(_ fields: YAMLFields) {
        self.init(
            name: ProviderName(fields.text("provider")), clientID: fields.text("client_id"),
            serverSideTokenCheck: fields.flag("server_side_token_check") ?? false)
        fields.refuseUnknown()
    }
}
