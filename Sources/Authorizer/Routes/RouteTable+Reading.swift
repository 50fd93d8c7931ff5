import IAMPolicy
import IdentityModel
import SigV4
import StrictYAML

extension RouteTable {
    /// Reads the routes; every mistake in the file is reported together, with its line.
    ///
    /// - Parameters:
    ///   - bytes: nil when the file could not be read.
    ///   - regions: those that signatures may name where an API declares none.
    package init(_ bytes: [UInt8]?, file: String, regions: Set<String>) throws(YAMLMistakes) {
        let log = YAMLLog(file: file)
        let fields = YAMLFields(bytes: bytes, limit: Self.longestFile, log: log)
        let table = fields.map { RouteTable($0, regions: regions) }
        guard log.mistakes.isEmpty, let table else { throw YAMLMistakes(log.mistakes.sorted { $0.line < $1.line }) }
        self = table
    }

    private init(_ fields: YAMLFields, regions: Set<String>) {
        let proxy = fields.choice("proxy", of: ProxyKind.self)
        if proxy == nil, !fields.has("proxy") { fields.note("is missing: nginx, traefik or envoy", at: "proxy") }
        let hops = fields.integer("hops", in: 0...16) ?? 1
        let sections = fields.sections("apis")
        if sections.isEmpty || sections.count > Self.mostAPIs {
            fields.note("must list 1 to \(Self.mostAPIs) APIs", at: "apis")
        }
        let apis = sections.map { GuardedAPI($0, regions: regions) }
        var names: Set<String> = []
        var hosts: Set<String> = []
        for (api, section) in zip(apis, sections) {
            if !names.insert(api.name).inserted { section.note("is another API's, too", at: "name") }
            for host in api.hosts where !hosts.insert(host).inserted {
                section.note("names \(host) twice, or as another API does", at: "hosts")
            }
        }
        fields.refuseUnknown()
        self.init(proxy: proxy ?? .nginx, hops: hops, apis: apis)
    }
}

extension GuardedAPI {
    fileprivate init(_ fields: YAMLFields, regions: Set<String>) {
        name = fields.text("name")
        if fields.has("name"), !Self.isName(name) {
            fields.note("must be 1 to 64 letters, digits, - or _", at: "name")
        }
        hosts = Self.hosts(fields)
        signatures = SignatureVerifier(
            regions: Set(Self.scopeParts(fields, "regions") ?? regions.sorted()),
            services: Set(Self.scopeParts(fields, "services") ?? ["execute-api"]),
            rules: (fields.choice("signing", of: Signing.self) ?? .general).rules,
            longestPresign: Int64(fields.integer("longest_presign_seconds", in: 1...604_800) ?? 900))
        admitsUnsignedPayload = fields.flag("unsigned_payload") ?? true
        bearerPools = Self.pools(fields)
        let policy = AttachedPolicy(resourcePolicyOf: name, fields)
        self.policy = policy
        if !bearerPools.isEmpty, policy == nil,
            !fields.sections("routes").contains(where: { $0.has("resource_policy") })
        {
            fields.note(
                "admits nobody without a resource_policy, which says what its tokens may do", at: "bearer_pools")
        }
        let sections = fields.sections("routes")
        if sections.isEmpty || sections.count > RouteTable.mostRoutes {
            fields.note("must list 1 to \(RouteTable.mostRoutes) routes", at: "routes")
        }
        routes = Self.routes(sections, of: name)
        fields.refuseUnknown()
    }

    private enum Signing: String, CaseIterable {
        case general, s3

        var rules: CanonicalRules { self == .s3 ? .s3 : .general }
    }

    private static func hosts(_ fields: YAMLFields) -> [String] {
        let hosts = fields.texts("hosts") ?? []
        if !fields.has("hosts") { fields.note("is missing", at: "hosts") }
        if fields.has("hosts"), hosts.isEmpty || hosts.count > 100 {
            fields.note("must list 1 to 100 hosts", at: "hosts")
        }
        for host in hosts where !isHost(host) {
            fields.note("has \(host), which is no host or host:port", at: "hosts")
        }
        return hosts.map { $0.lowercased() }
    }

    private static func isHost(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isNameByte || ".:[]".utf8.contains($0) }
    }

    /// What stands in the scope of a signature.
    private static func scopeParts(_ fields: YAMLFields, _ name: String) -> [String]? {
        guard let parts = fields.texts(name) else { return nil }
        let isFine = parts.allSatisfy { part in
            (1...64).contains(part.utf8.count) && part.utf8.allSatisfy { $0.isNameByte }
        }
        if parts.isEmpty || !isFine { fields.note("must list letters, digits and -", at: name) }
        for part in parts where name == "services" && ReservedServices.names.contains(part) {
            fields.note("has \(part), which is Sluice's own: its signatures must not open another door", at: name)
        }
        return parts
    }

    private static func pools(_ fields: YAMLFields) -> [IdentityPoolID] {
        let texts = fields.texts("bearer_pools") ?? []
        let pools = texts.compactMap { IdentityPoolID($0) }
        if pools.count != texts.count || pools.count > 100 {
            fields.note("must list at most 100 pool ids, each REGION:UUID in lower case", at: "bearer_pools")
        }
        return pools
    }

    private static func routes(_ sections: [YAMLFields], of api: String) -> [Route] {
        var routes: [Route] = []
        for (index, section) in sections.enumerated() {
            guard let route = Route(section, "\(api) route \(index)") else { continue }
            if routes.contains(where: { $0.covers(route) }) {
                section.note("is never reached: a route before it holds all of its requests", at: "path")
            }
            routes.append(route)
        }
        return routes
    }
}

extension Route {
    /// Nil when something in it is wrong, which was noted then.
    fileprivate init?(_ fields: YAMLFields, _ name: String) {
        let methods = Self.methods(fields)
        let path = Self.path(fields)
        let action = fields.text("action")
        if fields.has("action"), !Self.isAction(action) {
            fields.note("must be SERVICE:ACTION, without wildcards", at: "action")
        }
        let resource = Self.resource(fields, names: path?.names ?? [], hasRest: path?.holdsRest ?? false)
        policy = AttachedPolicy(resourcePolicyOf: name, fields)
        admitsAnonymous = fields.flag("anonymous") ?? false
        fields.refuseUnknown()
        guard let path, let resource else { return nil }
        self.methods = methods
        self.path = path
        self.action = Action(action)
        self.resource = resource
    }

    private static func methods(_ fields: YAMLFields) -> Set<String>? {
        let methods = fields.texts("methods") ?? []
        if !fields.has("methods") { fields.note("is missing", at: "methods") }
        if methods == ["*"] { return nil }
        let isFine = methods.allSatisfy { method in
            (1...32).contains(method.utf8.count)
                && method.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == 0x2D }
        }
        if fields.has("methods"), methods.isEmpty || !isFine {
            fields.note("must list methods in capitals, or * alone", at: "methods")
        }
        return Set(methods)
    }

    private static func path(_ fields: YAMLFields) -> PathPattern? {
        let text = fields.text("path")
        guard !text.isEmpty else { return nil }
        do throws(PathPattern.Mistake) {
            return try PathPattern(text)
        } catch {
            fields.note(error.rawValue, at: "path")
            return nil
        }
    }

    private static func resource(_ fields: YAMLFields, names: [String], hasRest: Bool) -> ResourceTemplate? {
        let text = fields.text("resource")
        guard !text.isEmpty else { return nil }
        do throws(ResourceTemplate.Mistake) {
            let template = try ResourceTemplate(text)
            for case .segment(let name) in template.variables where !names.contains(name) {
                fields.note("has path.\(name), which the path has not", at: "resource")
            }
            if template.variables.contains(.rest), !hasRest {
                fields.note("has rest, and the path does not end in **", at: "resource")
            }
            if !template.account.isEmpty, AccountID(template.account) == nil {
                fields.note("has an account that is not 12 digits", at: "resource")
            }
            return template
        } catch {
            fields.note("\(error)", at: "resource")
            return nil
        }
    }

    private static func isAction(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && text.utf8.count <= 128
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0.isNameByte || $0 == UInt8(ascii: ".") } }
    }
}

extension AttachedPolicy {
    fileprivate init?(resourcePolicyOf name: String, _ fields: YAMLFields) {
        guard fields.has("resource_policy"), let text = fields.json("resource_policy") else { return nil }
        do throws(PolicyError) {
            let document = try PolicyDocument(parsing: text, as: .resource)
            // What is asked about is always a whole ARN, so that anything shorter would never deny.
            guard let short = document.shortResource else {
                self.init(name: name, document: document)
                return
            }
            fields.note("names '\(short)', which is no ARN of six parts", at: "resource_policy")
            return nil
        } catch {
            fields.note("is no policy: \(error.message)", at: "resource_policy")
            return nil
        }
    }
}
