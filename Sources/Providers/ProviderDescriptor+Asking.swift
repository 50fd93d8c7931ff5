import StrictYAML

/// The parts of a descriptor that say how the provider itself is asked about a person.
extension ProviderDescriptor {
    private enum TokenPlace: String, CaseIterable {
        case header, query
    }

    mutating func readIntrospection(_ fields: YAMLFields) {
        guard case .exact = loginKey else { return fields.note("must be exact for this kind", at: "login_key") }
        guard let section = fields.section("introspection") else {
            if !fields.has("introspection") { fields.note("is missing", at: "introspection") }
            return
        }
        introspection = Introspection(endpoint: section.text("endpoint"))
        if introspection.endpoint.hasSuffix("/") || introspection.endpoint.contains("?") {
            section.note("must not hold a query or a final slash", at: "endpoint")
        }
        if section.has("endpoint") { check(introspection.endpoint, "endpoint", in: section) }
        introspection.appCheckURL = section.optionalText("app_check_url")
        check(introspection.appCheckURL, "app_check_url", in: section)
        introspection.confirmsPerson = section.flag("confirm_person") ?? true
        introspection.sendsTokenInQuery = section.choice("token_in", of: TokenPlace.self) == .query
        introspection.positiveSeconds = section.integer("positive_seconds", in: 0...900) ?? 60
        introspection.negativeSeconds = section.integer("negative_seconds", in: 0...60) ?? 30
        introspection.loginSeconds = section.integer("login_seconds", in: 60...86_400) ?? 3_600
        section.refuseUnknown()
    }

    mutating func readServerSideCheck(_ fields: YAMLFields) {
        guard let section = fields.section("server_side_check") else { return }
        let endpoint = section.text("endpoint")
        section.refuseUnknown()
        guard case .template = loginKey else {
            return fields.note("needs login_key.template", at: "server_side_check")
        }
        serverSideCheck = endpoint
        if endpoint.hasSuffix("/") { section.note("must not hold a final slash", at: "endpoint") }
        checkPlaceholders(of: [endpoint], "endpoint", in: section, allowing: ["{region}"])
        check(endpoint.replacing("{region}", with: "eu-west-1"), "endpoint", in: section)
    }
}
