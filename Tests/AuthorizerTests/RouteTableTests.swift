import IAMPolicy
import StrictYAML
import Testing

@testable import Authorizer

@Suite struct `The route table` {
    static func read(_ text: String) throws(YAMLMistakes) -> RouteTable {
        try RouteTable(Array(text.utf8), file: "routes.yaml", regions: ["us-east-1"])
    }

    static let route = """
              - methods: [GET]
                path: /public/**
                action: execute-api:Invoke
                resource: arn:aws:execute-api:us-east-1:000000000000:notes/GET/${path}
        """

    static func table(api: String = "", routes: String = Self.route) -> String {
        """
        proxy: nginx
        apis:
          - name: notes
            hosts: [Notes.Example.com, "10.0.0.1:8443", books.example.com]
        \(api)
            routes:
        \(routes)
        """
    }

    @Test func `is read`() throws {
        let table = try Self.read(
            Self.table(
                api: "    bearer_pools: [\"us-east-1:00000000-0000-4000-8000-000000000001\"]\n"
                    + "    resource_policy: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Federated: cognito-identity.amazonaws.com}, Action: '*', Resource: '*', Condition: {StringEquals: {'cognito-identity.amazonaws.com:aud': x}}}]}"
            ))
        #expect(table.proxy == .nginx)
        #expect(table.hops == 1)
        let api = try #require(table.api(at: "notes.example.com"))
        #expect(api.name == "notes")
        #expect(api.bearerPools.count == 1)
        #expect(api.policy?.document.kind == .resource)
        #expect(api.admitsUnsignedPayload)
        let found = try #require(api.route("GET", RequestPath("/public/a")))
        #expect(found.route.action == "execute-api:Invoke")
        #expect(!found.route.admitsAnonymous)
    }

    @Test(arguments: [
        ("notes.example.com", true), ("NOTES.example.COM", true), ("notes.example.com:443", true),
        ("notes.example.com:80", true), ("notes.example.com:8080", false), ("notes.example.com.", false),
        ("10.0.0.1:8443", true), ("10.0.0.1", false), ("10.0.0.1:443", false), ("", false),
        ("other.example.com", false),
        ("notes.example.com, other.example.com", false), ("notes.example.com:80:80", false), (":80", false),
        ("boo\u{212A}s.example.com", false), ("books.example.com", true),
    ])
    func `knows an API by its host`(_ host: String, _ isKnown: Bool) throws {
        #expect(try (Self.read(Self.table()).api(at: host) != nil) == isKnown)
    }

    @Test func `lets the first route that holds a request decide`() throws {
        let table = try Self.read(
            Self.table(
                routes: """
                          - {methods: [GET], path: "/a/{id}", action: "x:First", resource: "arn:aws:x:::a"}
                          - {methods: ["*"], path: "/a/**", action: "x:Second", resource: "arn:aws:x:::a"}
                    """))
        let api = try #require(table.api(at: "notes.example.com"))
        for (method, path, action) in [
            ("GET", "/a/b", "x:First"), ("PUT", "/a/b", "x:Second"), ("GET", "/a/b/c", "x:Second"),
        ] {
            #expect(try api.route(method, RequestPath(path))?.route.action.name == action)
        }
        #expect(try api.route("GET", RequestPath("/b")) == nil)
        for method in ["", "A/B", "LOC\u{212A}", "GET ", String(repeating: "A", count: 33)] {
            #expect(try api.route(method, RequestPath("/a/b")) == nil)
        }
        #expect(try api.route("get", RequestPath("/a/b"))?.route.action.name == "x:Second")
    }

    @Test(arguments: [
        ("proxy: nginx", "1: apis: must list 1 to 100 APIs"),
        ("apis: []", "proxy: is missing: nginx, traefik or envoy"),
        ("proxy: apache\napis: []", "1: proxy: must be nginx, traefik or envoy"),
        ("- a", "1: must hold fields"),
        (Self.table() + "\nmore: 1", "11: more: is not a field that is known here"),
        (Self.table(api: "    host: x"), "5: apis[0].host: is not a field that is known here"),
        (Self.table(api: "    services: [sts]"), "5: apis[0].services: has sts, which is Sluice's own"),
        (Self.table(api: "    services: []"), "5: apis[0].services: must list letters, digits and -"),
        (Self.table(api: "    regions: ['a/b']"), "5: apis[0].regions: must list letters, digits and -"),
        (Self.table(api: "    signing: s4"), "5: apis[0].signing: must be general or s3"),
        (
            Self.table(api: "    longest_presign_seconds: 604801"),
            "5: apis[0].longest_presign_seconds: must be a whole number from 1 to 604800"
        ),
        (
            Self.table(api: "    bearer_pools: [us-east-1]"),
            "5: apis[0].bearer_pools: must list at most 100 pool ids, each REGION:UUID in lower case"
        ),
        (
            Self.table(api: "    bearer_pools: ['us-east-1:00000000-0000-4000-8000-000000000001']"),
            "5: apis[0].bearer_pools: admits nobody without a resource_policy"
        ),
        (
            Self.table(api: "    resource_policy: {Version: 2012-10-17}"),
            "5: apis[0].resource_policy: is no policy: Syntax errors in policy."
        ),
        (
            Self.table(
                api:
                    "    resource_policy: {Version: 2012-10-17, Statement: [{Effect: Deny, Principal: '*', Action: '*', Resource: 'notes/GET/*x'}]}"
            ),
            "5: apis[0].resource_policy: names 'notes/GET/*x', which is no ARN of six parts"
        ),
        (Self.table(routes: "      - {methods: [get]}"), "7: apis[0].routes[0].methods: must list methods in capitals"),
        (Self.table(routes: "      - {methods: []}"), "7: apis[0].routes[0].methods: must list methods in capitals"),
        (Self.table(routes: "      - {methods: ['*', GET]}"), "7: apis[0].routes[0].methods: must list methods in"),
        (Self.table(routes: "      - {path: x}"), "7: apis[0].routes[0].path: must begin with a slash"),
        (Self.table(routes: "      - {action: 'a:*'}"), "7: apis[0].routes[0].action: must be SERVICE:ACTION"),
        (Self.table(routes: "      - {action: Invoke}"), "7: apis[0].routes[0].action: must be SERVICE:ACTION"),
        (Self.table(routes: "      - {resource: '*'}"), "7: apis[0].routes[0].resource: names one resource"),
        (
            Self.table(routes: "      - {path: /a, resource: 'arn:aws:x:::${path.id}'}"),
            "7: apis[0].routes[0].resource: has path.id, which the path has not"
        ),
        (
            Self.table(routes: "      - {path: /a, resource: 'arn:aws:x:::${rest}'}"),
            "7: apis[0].routes[0].resource: has rest, and the path does not end in **"
        ),
        (
            Self.table(routes: "      - {path: /a, resource: 'arn:aws:x::12:a'}"),
            "7: apis[0].routes[0].resource: has an account that is not 12 digits"
        ),
        (Self.table(routes: Self.route + "\n" + Self.route), "12: apis[0].routes[1].path: is never reached"),
        (Self.table(routes: "      []"), "6: apis[0].routes: must list 1 to 1000 routes"),
        (
            Self.table() + "\n" + Self.table().split(separator: "\n").dropFirst(2).joined(separator: "\n"),
            "12: apis[1].hosts: names notes.example.com twice, or as another API does"
        ),
    ])
    func `names every mistake with its place`(_ text: String, _ mistake: String) {
        let mistakes = #expect(throws: YAMLMistakes.self) { try Self.read(text) }
        let told = mistakes?.description ?? ""
        #expect(told.contains("routes.yaml:"))
        #expect(told.contains(mistake), "\(told)")
    }

    @Test func `is not there when its file cannot be read`() {
        let mistakes = #expect(throws: YAMLMistakes.self) {
            try RouteTable(nil, file: "routes.yaml", regions: ["us-east-1"])
        }
        #expect(mistakes?.description == "routes.yaml:1: cannot be read")
    }
}
