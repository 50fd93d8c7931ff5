import Foundation
import OutboundHTTP
import ProviderDescriptors
import StrictYAML
import Testing

@testable import Providers

@Suite struct `A descriptor` {
    /// What reading a file with these lines, and nothing else wrong, says.
    private func mistakes(_ text: String) -> [String] {
        mistakes(in: [("a.yaml", text)])
    }

    private func mistakes(in files: [(String, String)]) -> [String] {
        do throws(YAMLMistakes) {
            _ = try DescriptorCatalog(
                embedded: [], added: files.map { DescriptorFile(name: $0.0, bytes: Array($0.1.utf8)) })
            return []
        } catch {
            return error.description.split(separator: "\n").map(String.init)
        }
    }

    private static let minimal = """
        schema: provider/1
        id: company
        display_name: Company login
        kind: openid_token
        login_key: {exact: sso.example.com}

        """

    @Test func `needs five fields and no more`() {
        #expect(mistakes(Self.minimal) == [])
    }

    struct Mistake: CustomTestStringConvertible {
        /// Lines after the minimal ones, the first of them line 6.
        let lines: String
        let message: String
        var testDescription: String { message }

        init(_ lines: String, _ message: String) {
            self.lines = lines
            self.message = message
        }
    }

    @Test(arguments: [
        Mistake("colour: red", "a.yaml:6: colour: is not a field that is known here"),
        Mistake("keys:\n  colour: red", "a.yaml:7: keys.colour: is not a field that is known here"),
        Mistake("keys: none", "a.yaml:6: keys: must hold fields"),
        Mistake(
            "keys:\n  url: http://keys.example.com/",
            "a.yaml:7: keys.url: must begin with https:// (http:// only to loopback, with http.allow_http_loopback)"),
        Mistake("keys:\n  url: https://10.0.0.1/", "a.yaml:7: keys.url: must name a host, not an address"),
        Mistake("keys:\n  url: https://a@keys.example.com/", "a.yaml:7: keys.url: must not hold a user or password"),
        Mistake("keys:\n  url: https://keys.example.com/#a", "a.yaml:7: keys.url: must not hold a fragment"),
        Mistake(
            "keys:\n  url: https://keys.internal/",
            "a.yaml:7: keys.url: names a private host that http.allow_private_hosts does not list"),
        Mistake(
            "keys:\n  url: https://keys.example.com:8443/",
            "a.yaml:7: keys.url: has a port that http.allow_ports does not list"),
        Mistake(
            "keys:\n  url: https://keys.example.com/{poolId}",
            "a.yaml:7: keys.url: is not a URL that could be fetched"),
        Mistake(
            "keys:\n  url: https://a.example.com/\n  discovery_url: https://a.example.com/",
            "a.yaml:8: keys.discovery_url: cannot stand beside keys.url"),
        Mistake(
            "keys:\n  algorithms: [RS256, HS256]",
            "a.yaml:7: keys.algorithms: may only list RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512 or EdDSA"
        ),
        Mistake("keys:\n  algorithms: []", "a.yaml:7: keys.algorithms: must not be empty"),
        Mistake("keys:\n  algorithms: RS256", "a.yaml:7: keys.algorithms: must be a list of texts"),
        Mistake("keys:\n  key_id: sometimes", "a.yaml:7: keys.key_id: must be required or optional"),
        Mistake(
            "keys:\n  rsa_minimum_bits: 1024",
            "a.yaml:7: keys.rsa_minimum_bits: must be a whole number from 2048 to 8192"),
        Mistake(
            "keys:\n  rsa_exponents: [1]",
            "a.yaml:7: keys.rsa_exponents: must be a list of whole numbers from 3 to 4294967295"),
        Mistake(
            "keys:\n  forbidden_header_members: [1]",
            "a.yaml:7: keys.forbidden_header_members: must be a list of texts"),
        Mistake("audience:\n  mode: any", "a.yaml:7: audience.mode: must be cognito, strict or single"),
        Mistake("time:\n  expiry_leeway: 301", "a.yaml:7: time.expiry_leeway: must be a whole number from 0 to 300"),
        Mistake("time:\n  expiry_leeway: \"10\"", "a.yaml:7: time.expiry_leeway: must be a whole number from 0 to 300"),
        Mistake(
            "time:\n  maximum_lifetime: 2592001",
            "a.yaml:7: time.maximum_lifetime: must be a whole number from 1 to 2592000"),
        Mistake("token_use: yes", "a.yaml:6: token_use: must be text"),
        Mistake("token_use: \"\"", "a.yaml:6: token_use: must be text"),
        Mistake("claim_equals:\n  hd: 7", "a.yaml:7: claim_equals.hd: must be text"),
        Mistake("amr_detail: \"{sub}\"", "a.yaml:6: amr_detail: may only hold {login_key}, {audience}, {subject}"),
        Mistake("http:\n  allow_http_loopback: yes", "a.yaml:7: http.allow_http_loopback: must be true or false"),
        Mistake(
            "http:\n  allow_ports: [0]", "a.yaml:7: http.allow_ports: must be a list of whole numbers from 1 to 65535"),
        Mistake(
            "http:\n  certificate_authority: ca.pem",
            "a.yaml:7: http.certificate_authority: holds no PEM certificate"),
        Mistake(
            "endpoint_override:\n  \"*\": https://a.example.com",
            "a.yaml:6: endpoint_override: needs login_key.template"),
        Mistake(
            "issuer:\n  canonical: http://sso.example.com",
            "a.yaml:7: issuer.canonical: must begin with https:// (http:// only to loopback, with http.allow_http_loopback)"
        ),
        Mistake(
            "keys:\n  url: \"{endpoint}/keys\"",
            "a.yaml:7: keys.url: is not a URL that could be fetched"),
        Mistake(
            "issuer:\n  accepted: [\"https://{key}\"]", "a.yaml:7: issuer.accepted: may only hold {login_key}"),
        Mistake("id: again", "a.yaml:2: id: is written twice"),
        Mistake("keys: [", "a.yaml:7: is not YAML: did not find expected node content"),
        Mistake("---\nid: b", "a.yaml:6: is not YAML: but found another document"),
    ])
    func `is refused with file, line, field and reason`(mistake: Mistake) {
        #expect(mistakes(Self.minimal + mistake.lines + "\n") == [mistake.message])
    }

    @Test(arguments: [
        Mistake("schema: provider/2", "a.yaml:1: schema: must be provider/1"),
        Mistake("id: My Company", "a.yaml:2: id: may only hold a to z, 0 to 9 and -"),
        Mistake("kind: oauth", "a.yaml:4: kind: must be openid_token, facebook_token, oauth1_token or amazon_token"),
        Mistake("login_key: sso.example.com", "a.yaml:5: login_key: must hold fields"),
        Mistake("login_key: {}", "a.yaml:5: login_key: must hold one of exact, template and registered"),
        Mistake(
            "login_key: {exact: a.example.com, registered: true}",
            "a.yaml:5: login_key: must hold one of exact, template and registered"),
        Mistake(
            "login_key: {exact: https://sso.example.com}",
            "a.yaml:5: login_key.exact: must be a host and a path, without scheme and final slash"),
        Mistake(
            "login_key: {exact: sso.example.com:8443}",
            "a.yaml:5: login_key: has a port that http.allow_ports does not list"),
        Mistake(
            "login_key: {template: sso.example.com}",
            "a.yaml:5: login_key.template: must hold {region} and then {poolId}, each once"),
        Mistake("login_key: {registered: false}", "a.yaml:5: login_key.registered: must be true"),
    ])
    func `is refused when one of the five is wrong`(mistake: Mistake) throws {
        let name = try #require(mistake.lines.split(separator: ":").first)
        let lines = Self.minimal.split(separator: "\n").map { $0.hasPrefix(name + ":") ? Substring(mistake.lines) : $0 }
        #expect(mistakes(lines.joined(separator: "\n")) == [mistake.message])
    }

    @Test(arguments: [("schema", 1), ("id", 1), ("display_name", 1), ("kind", 1), ("login_key", 1)])
    func `is refused when one of the five is missing`(name: String, line: Int) {
        let lines = Self.minimal.split(separator: "\n").filter { !$0.hasPrefix(name + ":") }
        #expect(mistakes(lines.joined(separator: "\n")) == ["a.yaml:\(line): \(name): is missing"])
    }

    @Test func `of registered issuers says nothing that the registration says`() {
        let text = """
            schema: provider/1
            id: oidc
            display_name: OpenID Connect
            kind: openid_token
            login_key: {registered: true}
            issuer: {canonical: https://sso.example.com}
            keys: {url: https://sso.example.com/keys}
            """
        #expect(
            mistakes(text) == [
                "a.yaml:6: issuer: is said by the registration", "a.yaml:7: keys.url: is said by the registration",
            ])
    }

    @Test func `of user pools may only be moved to places that are admitted`() {
        let text = """
            schema: provider/1
            id: user-pool
            display_name: User pool
            kind: openid_token
            login_key: {template: "cognito-idp.{region}.amazonaws.com/{poolId}"}
            keys: {url: "{endpoint}/.well-known/jwks.json"}
            endpoint_override:
              "*": http://127.0.0.1:5001/{poolId}
            """
        #expect(
            mistakes(text) == [
                "a.yaml:8: endpoint_override.*: must begin with https:// (http:// only to loopback, with"
                    + " http.allow_http_loopback)"
            ])
        #expect(mistakes(text + "\nhttp: {allow_http_loopback: true}") == [])
        #expect(
            mistakes(
                text.replacing("\"*\": http", with: "eu-west-1_: https").replacing("127.0.0.1:5001", with: "a.example"))
                == ["a.yaml:8: endpoint_override.eu-west-1_: is not the id of a user pool"])
    }

    @Test(arguments: [
        Mistake("introspection: {}", "a.yaml:6: introspection.endpoint: is missing"),
        Mistake(
            "introspection:\n  endpoint: http://api.example.com",
            "a.yaml:7: introspection.endpoint: must begin with https:// (http:// only to loopback, with http.allow_http_loopback)"
        ),
        Mistake(
            "introspection:\n  endpoint: https://api.example.com/",
            "a.yaml:7: introspection.endpoint: must not hold a query or a final slash"),
        Mistake(
            "introspection:\n  endpoint: https://api.example.com\n  positive_seconds: 901",
            "a.yaml:8: introspection.positive_seconds: must be a whole number from 0 to 900"),
        Mistake(
            "introspection:\n  endpoint: https://api.example.com\n  token_in: cookie",
            "a.yaml:8: introspection.token_in: must be header or query"),
        Mistake(
            "introspection: {endpoint: https://api.example.com}\namr_detail: a",
            "a.yaml:7: amr_detail: is not a field that is known here"),
        Mistake(
            "introspection: {endpoint: https://api.example.com}\nkeys: {key_id: required}",
            "a.yaml:7: keys: is not a field that is known here"),
    ])
    func `of a provider that is asked says where, and nothing of keys`(mistake: Mistake) {
        let text = Self.minimal.replacing("openid_token", with: "oauth1_token")
        #expect(mistakes(text) == ["a.yaml:1: introspection: is missing"])
        #expect(mistakes(text + mistake.lines + "\n") == [mistake.message])
    }

    @Test(arguments: [
        Mistake(
            "server_side_check: {endpoint: https://a.example.com}",
            "a.yaml:6: server_side_check: needs login_key.template"),
        Mistake(
            "introspection: {endpoint: https://a.example.com}",
            "a.yaml:6: introspection: is not a field that is known here"),
        Mistake("flag_claims: [1]", "a.yaml:6: flag_claims: must be a list of texts"),
    ])
    func `of a provider that signs its tokens is not asked`(mistake: Mistake) {
        #expect(mistakes(Self.minimal + mistake.lines + "\n") == [mistake.message])
    }

    @Test func `names every mistake of every file at once`() {
        let other = "schema: provider/1\nid: b\nkind: nothing\n"
        #expect(
            mistakes(in: [("a.yaml", Self.minimal + "colour: red\nshape: round\n"), ("b.yaml", other)]) == [
                "a.yaml:6: colour: is not a field that is known here",
                "a.yaml:7: shape: is not a field that is known here",
                "b.yaml:1: display_name: is missing", "b.yaml:1: login_key: is missing",
                "b.yaml:3: kind: must be openid_token, facebook_token, oauth1_token or amazon_token",
            ])
    }

    @Test(
        arguments: [
            ([0x69, 0x64, 0x3A, 0xFF], "is not UTF-8 text"),
            (Array(repeating: 0x20, count: 65_537), "is longer than 65536 bytes"),
            ([], "must hold fields"),
        ] as [([UInt8], String)])
    func `that is no text is refused`(bytes: [UInt8], reason: String) {
        #expect(throws: YAMLMistakes([.init(file: "a.yaml", line: 1, field: "", reason: reason)])) {
            try DescriptorCatalog(embedded: [], added: [DescriptorFile(name: "a.yaml", bytes: bytes)])
        }
    }
}

@Suite struct `The catalog of descriptors` {
    private func descriptor(_ id: String, key: String, name: String = "A name") -> String {
        """
        schema: provider/1
        id: \(id)
        display_name: \(name)
        kind: openid_token
        login_key: {exact: \(key)}
        """
    }

    /// Runs the body with a directory of these files.
    private func withDirectory(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "descriptors-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in files {
            try text.write(to: directory.appending(path: name), atomically: true, encoding: .utf8)
        }
        try body(directory.path())
    }

    private static let builtIn = ["amazon", "apple", "facebook", "google", "oidc", "twitter", "user-pool"]

    @Test func `holds what is built in`() throws {
        #expect(try DescriptorCatalog.load().descriptors.map(\.id) == Self.builtIn)
    }

    @Test func `gains what a directory adds`() throws {
        try withDirectory(["company.yaml": descriptor("company", key: "sso.example.com")]) { directory throws in
            let catalog = try DescriptorCatalog.load(directory: directory)
            #expect(catalog.descriptors.map(\.id) == (Self.builtIn + ["company"]).sorted())
        }
    }

    @Test func `takes a file of the directory in place of the built-in one with its id`() throws {
        let google = descriptor("google", key: "accounts.google.com", name: "Our Google")
        try withDirectory(["anything.yml": google]) { directory throws in
            let catalog = try DescriptorCatalog.load(directory: directory)
            #expect(catalog.descriptors.map(\.id) == Self.builtIn)
            #expect(catalog.descriptors.first { $0.id == "google" }?.displayName == "Our Google")
        }
    }

    @Test func `tells which descriptors admit plain HTTP to this machine`() throws {
        #expect(try DescriptorCatalog.load().admittedToLoopback == [])
        let text = descriptor("company", key: "id.company.example") + "\nhttp: {allow_http_loopback: true}"
        try withDirectory(["company.yaml": text]) { directory throws in
            #expect(try DescriptorCatalog.load(directory: directory).admittedToLoopback == ["company"])
        }
    }

    @Test func `leaves files alone that are not YAML`() throws {
        try withDirectory(["README.md": "# Providers", "old.yaml.bak": "id:", "b.json": "{}"]) { directory throws in
            #expect(try DescriptorCatalog.load(directory: directory).descriptors.map(\.id) == Self.builtIn)
        }
    }

    @Test func `refuses two files with one id`() throws {
        let files = [
            "a.yaml": descriptor("company", key: "a.example.com"),
            "b.yaml": descriptor("company", key: "b.example.com"),
        ]
        try withDirectory(files) { directory throws in
            #expect(
                throws: YAMLMistakes([
                    .init(
                        file: directory + "/b.yaml", line: 2, field: "id",
                        reason: "is the id in \(directory)/a.yaml already")
                ])
            ) { try DescriptorCatalog.load(directory: directory) }
        }
    }

    @Test func `refuses two providers with one key`() throws {
        try withDirectory(["a.yaml": descriptor("mine", key: "accounts.google.com")]) { directory throws in
            #expect(
                throws: YAMLMistakes([
                    .init(
                        file: directory + "/a.yaml", line: 5, field: "login_key",
                        reason: "is the key in google.yaml already"
                    )
                ])
            ) { try DescriptorCatalog.load(directory: directory) }
        }
    }

    @Test func `refuses a directory that is not there`() {
        #expect(
            throws: YAMLMistakes([
                .init(file: "/nowhere/at/all", line: 1, field: "", reason: "cannot be read")
            ])
        ) { try DescriptorCatalog.load(directory: "/nowhere/at/all") }
    }
}

@Suite struct `Every provider that is built in` {
    /// The top of the repository.
    private static let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static let headings = [
        "Login key", "Kind of token", "What is checked", "Claims delivered", "Calls made", "Refusals", "References",
    ]

    @Test func `is a file in the folder of descriptors`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.top.appending(path: "providers").path())
        #expect(names.filter { $0.hasSuffix(".yaml") }.sorted() == EmbeddedDescriptors.files.map(\.name))
    }

    @Test func `is named after its file`() throws {
        let ids = try DescriptorCatalog.load().descriptors.map { $0.id + ".yaml" }
        #expect(ids == EmbeddedDescriptors.files.map(\.name))
    }

    @Test func `has a chapter in the manual, with the same headings as the others`() throws {
        let manual = try String(contentsOf: Self.top.appending(path: "docs/providers.md"), encoding: .utf8)
        let chapters = manual.split(separator: "\n## ").dropFirst()
        for descriptor in try DescriptorCatalog.load().descriptors {
            let chapter = try #require(chapters.first { $0.contains("`providers/\(descriptor.id).yaml`") })
            let found = chapter.split(separator: "\n").filter { $0.hasPrefix("### ") }.map { $0.dropFirst(4) }
            #expect(found.map(String.init) == Self.headings, "\(descriptor.id)")
        }
    }

    @Test(arguments: AdapterKind.allCases)
    func `is of a kind that is used`(kind: AdapterKind) throws {
        #expect(try DescriptorCatalog.load().descriptors.contains { $0.kind == kind })
    }

    @Test func `keeps to HTTPS and to public hosts`() throws {
        for descriptor in try DescriptorCatalog.load().descriptors {
            #expect(descriptor.rules == .init(), "\(descriptor.id)")
            #expect(descriptor.endpointOverrides.isEmpty, "\(descriptor.id)")
        }
    }
}
