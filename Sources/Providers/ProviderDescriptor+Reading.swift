import IdentityModel
import OutboundHTTP
import StrictYAML
import WebTokens

extension ProviderDescriptor {
    /// Reads a descriptor of the schema `provider/1`. Worth something only when no mistake was noted.
    init(reading fields: YAMLFields, log: YAMLLog) {
        if fields.text("schema") != "provider/1", fields.has("schema") {
            fields.note("must be provider/1", at: "schema")
        }
        id = fields.text("id")
        if id.wholeMatch(of: /[a-z0-9-]*/) == nil {
            fields.note("may only hold a to z, 0 to 9 and -", at: "id")
        }
        displayName = fields.text("display_name")
        kind = fields.choice("kind", of: AdapterKind.self) ?? .openIDToken
        if !fields.has("kind") { fields.note("is missing", at: "kind") }
        loginKey = Self.loginKey(fields)
        rules = Self.rules(fields)
        keys = .discovery(nil)
        furtherAlgorithms = []
        policy = .openIDConnect(issuer: "https://{login_key}")
        tokenUse = nil
        methodDetail = nil
        endpointOverrides = [:]
        flagClaims = []
        serverSideCheck = nil
        introspection = .none

        if kind.hasKeys {
            endpointOverrides = fields.dictionary("endpoint_override") ?? [:]
            readKeys(fields)
            readIssuer(fields, log)
            readPolicy(fields)
            checkOverrides(fields)
            readServerSideCheck(fields)
        }
        if kind.isAsked { readIntrospection(fields) } else { readMethodDetail(fields) }
        fields.refuseUnknown()
    }

    // MARK: Whose tokens

    private static func loginKey(_ fields: YAMLFields) -> LoginKeyRule {
        guard let section = fields.section("login_key") else {
            if !fields.has("login_key") { fields.note("is missing", at: "login_key") }
            return .registered
        }
        defer { section.refuseUnknown() }
        let exact = section.optionalText("exact")
        let template = section.optionalText("template")
        let registered = section.flag("registered")
        if ["exact", "template", "registered"].count(where: section.has) != 1 {
            fields.note("must hold one of exact, template and registered", at: "login_key")
        }
        if let exact {
            if exact.wholeMatch(of: /[A-Za-z0-9_.\/:-]{1,128}/) == nil || exact.contains("://") || exact.hasSuffix("/")
            {
                section.note("must be a host and a path, without scheme and final slash", at: "exact")
            }
            return .exact(ProviderName(exact))
        }
        if let template {
            if let template = LoginKeyTemplate(template) { return .template(template) }
            section.note("must hold {region} and then {poolId}, each once", at: "template")
        }
        if registered == false { section.note("must be true", at: "registered") }
        return .registered
    }

    private mutating func readIssuer(_ fields: YAMLFields, _ log: YAMLLog) {
        let section = fields.section("issuer")
        if let canonical = section?.optionalText("canonical") { policy.issuer = canonical }
        // Which of the two spellings counts is settled by the discovery document; a pinned key set has none to ask.
        let spellings =
            switch keys {
            case .discovery: [policy.issuer, policy.issuer + "/"]
            case .url: [policy.issuer]
            }
        policy.acceptedIssuers = section?.texts("accepted") ?? spellings
        if let section {
            checkPlaceholders(of: [policy.issuer], "canonical", in: section, allowing: ["{login_key}"])
            checkPlaceholders(of: policy.acceptedIssuers, "accepted", in: section, allowing: ["{login_key}"])
            section.refuseUnknown()
        }
        switch loginKey {
        case .registered where section != nil: fields.note("is said by the registration", at: "issuer")
        case .exact(let key):
            policy = policy.filled(with: key)
            guard keys == .discovery(nil), log.mistakes.isEmpty else { return }
            if let section, section.has("canonical") {
                check(policy.issuer, "canonical", in: section)
            } else {
                check(policy.issuer, "login_key", in: fields)
            }
        default: break
        }
    }

    private mutating func readMethodDetail(_ fields: YAMLFields) {
        methodDetail = fields.optionalText("amr_detail")
        checkPlaceholders(
            of: [methodDetail ?? ""], "amr_detail", in: fields, allowing: ["{login_key}", "{audience}", "{subject}"])
    }

    // MARK: Keys

    private mutating func readKeys(_ fields: YAMLFields) {
        guard let section = fields.section("keys") else { return }
        defer { section.refuseUnknown() }
        let url = section.optionalText("url")
        let discoveryURL = section.optionalText("discovery_url")
        if url != nil, discoveryURL != nil { section.note("cannot stand beside keys.url", at: "discovery_url") }
        keys = url.map(KeyLocation.url) ?? .discovery(discoveryURL)
        if case .registered = loginKey {
            for name in ["url", "discovery_url"] where section.has(name) {
                section.note("is said by the registration", at: name)
            }
        }
        check(url, "url", in: section)
        check(discoveryURL, "discovery_url", in: section)
        if let algorithms = section.choices("algorithms", of: SignatureAlgorithm.self) {
            policy.algorithms = algorithms
            if algorithms.isEmpty { section.note("must not be empty", at: "algorithms") }
        }
        furtherAlgorithms = section.choices("further_algorithms", of: SignatureAlgorithm.self) ?? []
        policy.requiresKeyID = section.choice("key_id", of: KeyIDRule.self) == .required
        policy.rsaKeys.minimumBits = section.integer("rsa_minimum_bits", in: 2_048...8_192) ?? 2_048
        if let exponents = section.integers("rsa_exponents", in: 3...Int(UInt32.max)) {
            policy.rsaKeys.exponents = Set(exponents.map { UInt32($0) })
        }
        policy.forbiddenHeaderMembers = section.texts("forbidden_header_members") ?? []
    }

    private enum KeyIDRule: String, CaseIterable {
        case required, optional
    }

    // MARK: What tokens must say

    private mutating func readPolicy(_ fields: YAMLFields) {
        if let section = fields.section("audience") {
            policy.audience.mode = section.choice("mode", of: AudienceMode.self)?.mode ?? .cognito
            policy.audience.trusted = Set(section.texts("trusted") ?? [])
            section.refuseUnknown()
        }
        if let section = fields.section("time") {
            policy.expiryLeeway = Int64(section.integer("expiry_leeway", in: 0...300) ?? 0)
            policy.notBeforeLeeway = Int64(section.integer("not_before_leeway", in: 0...300) ?? 300)
            policy.maximumLifetime = Int64(section.integer("maximum_lifetime", in: 1...2_592_000) ?? 86_700)
            section.refuseUnknown()
        }
        tokenUse = fields.optionalText("token_use")
        flagClaims = fields.texts("flag_claims") ?? []
        policy.requiredClaims = fields.texts("required_claims") ?? []
        policy.claimEquals = fields.dictionary("claim_equals") ?? [:]
    }

    private enum AudienceMode: String, CaseIterable {
        case cognito, strict, single

        var mode: AudienceRule.Mode {
            switch self {
            case .cognito: .cognito
            case .strict: .strict
            case .single: .single
            }
        }
    }

    // MARK: Where it may be reached

    private static func rules(_ fields: YAMLFields) -> FetchRules {
        var rules = FetchRules()
        guard let section = fields.section("http") else { return rules }
        rules.allowsLoopbackHTTP = section.flag("allow_http_loopback") ?? false
        rules.allowedPrivateHosts = Set(section.texts("allow_private_hosts") ?? [])
        rules.allowedPorts = Set(section.integers("allow_ports", in: 1...65_535) ?? [])
        rules.certificateAuthority = section.optionalText("certificate_authority")
        do {
            try rules.admitAuthority()
        } catch {
            section.note(error.reason, at: "certificate_authority")
        }
        section.refuseUnknown()
        return rules
    }

    private func checkOverrides(_ fields: YAMLFields) {
        guard let section = fields.section("endpoint_override") else { return }
        guard case .template = loginKey else { return fields.note("needs login_key.template", at: "endpoint_override") }
        for (pool, url) in endpointOverrides {
            check(url.replacing("{poolId}", with: "eu-west-1_EXAMPLE"), pool, in: section)
            guard pool != "*", !LoginKeyTemplate.isPoolID(pool[...]) else { continue }
            section.note("is not the id of a user pool", at: pool)
        }
    }

    func checkPlaceholders(
        of texts: [String], _ name: String, in section: YAMLFields, allowing placeholders: [String]
    ) {
        let rest = placeholders.reduce(texts.joined()) { $0.replacing($1, with: "") }
        if rest.contains(where: { "{}".contains($0) }) {
            section.note("may only hold \(placeholders.joined(separator: ", "))", at: name)
        }
    }

    func check(_ url: String?, _ name: String, in section: YAMLFields) {
        guard let url else { return }
        var example = url
        if case .template = loginKey {
            // Where the endpoint may be is judged with `endpoint_override`.
            example = url.replacing("{endpoint}", with: "https://endpoint.example.com")
        }
        do {
            try rules.admit(example)
        } catch {
            section.note(error.reason, at: name)
        }
    }
}
