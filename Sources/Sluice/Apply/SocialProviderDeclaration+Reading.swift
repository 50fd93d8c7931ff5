import IdentityModel
import StrictYAML

extension SocialProviderDeclaration {
    /// One entry of `social_providers`: the app id as a text, or fields with what else there is.
    init(_ fields: YAMLFields, _ name: String) {
        let provider = ProviderName(name)
        guard !fields.isScalar(name), let section = fields.section(name) else {
            app = AppSettings(provider: provider, wireValue: fields.text(name))
            hasSettings = app.secret != nil
            return
        }
        app = AppSettings(provider: provider, clientID: section.text("app_id"))
        app.secret = section.optionalText("app_secret").map { Secret($0) }
        app.limitedLogin = section.flag("limited_login") ?? false
        hasSettings = true
        if app.limitedLogin, provider != "graph.facebook.com" {
            section.note("is Facebook's alone", at: "limited_login")
        }
        section.refuseUnknown()
    }
}

extension Declaration {
    /// Whether something in it must be sealed.
    var holdsSecrets: Bool {
        pools.contains { pool in pool.socialProviders.contains(where: \.hasSettings) }
    }
}
