import Audit
import Foundation
import HTTPAPI
import IdentityModel
import Logging
import Providers
import WebTokens

/// Turns texts into settings and gathers every mistake on the way.
struct SettingsReader {
    private let source: SettingsSource
    private var problems: [String]

    init(_ source: SettingsSource) {
        self.source = source
        problems = source.problems
    }

    static func read(_ options: SettingsOptions) async throws(SettingsError) -> Settings {
        var reader = SettingsReader(try await source(options.flags, file: options.config))
        let settings = reader.settings()
        try reader.finish()
        return settings
    }

    static func read(
        _ options: SettingsOptions, _ server: ServeOptions
    ) async throws(SettingsError) -> (Settings, ServerSettings) {
        let flags = options.flags.merging(server.flags) { first, _ in first }
        var reader = SettingsReader(try await source(flags, file: options.config))
        let settings = reader.settings()
        let serverSettings = reader.serverSettings(region: settings.region)
        try reader.finish()
        return (settings, serverSettings)
    }

    private static func source(_ flags: [String: String], file: String?) async throws(SettingsError) -> SettingsSource {
        let environment = ProcessInfo.processInfo.environment
        return try await SettingsSource(
            flags: flags, environment: environment, file: file ?? environment["SLUICE_CONFIG"])
    }

    private mutating func settings() -> Settings {
        let dataDirectory = text("data.dir") ?? ".sluice"
        let master =
            text("master.key").map { MasterKeySource.given(Secret($0)) }
            ?? .file(text("master.key.file") ?? "\(dataDirectory)/master.key")
        let terminal = isatty(STDERR_FILENO) == 1
        return Settings(
            dataDirectory: dataDirectory,
            databaseURL: databaseURL(),
            postgresBinaries: text("postgres.bin.dir"),
            masterKey: master,
            region: matching("region", default: "us-east-1", "a region such as eu-west-1") {
                Self.isRegion($0) ? $0 : nil
            },
            account: matching("account.id", default: Self.noAccount, "an account of 12 digits") { AccountID($0) },
            logFormat: matching("log.format", default: terminal ? .human : .json, "human or json") {
                LogFormat(rawValue: $0)
            },
            logLevel: matching("log.level", default: .info, "trace, debug, info, notice, warning or error") {
                Logger.Level(rawValue: $0)
            })
    }

    private mutating func serverSettings(region: String) -> ServerSettings {
        let accepted = text("accepted.regions")?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return ServerSettings(
            host: text("listen.host") ?? "127.0.0.1",
            port: matching("listen.port", default: 8080, "a port from 0 to 65535") {
                Int($0).flatMap { (0...65_535).contains($0) ? $0 : nil }
            },
            issuer: optional("issuer", "an https:// or http:// URL without a trailing slash, query or fragment") {
                Self.isIssuer($0) ? $0 : nil
            },
            openIDAlgorithm: matching("openid.algorithm", default: .rs256, "RS256, RS512 or ES256") {
                SigningKey.Algorithm(rawValue: $0)
            },
            providersDirectory: text("providers.dir"),
            acceptedRegions: Set(accepted ?? ["us-east-1"]).union([region]),
            migrates: boolean("migrate", default: true),
            applies: text("apply"),
            authorizerRoutes: text("authorizer.routes"),
            bodyLimit: matching("body.limit", default: 1_048_576, "bytes from 65536 to 1048576") {
                Int($0).flatMap { (65_536...1_048_576).contains($0) ? $0 : nil }
            },
            allowsLoopbackHTTP: boolean("allow.loopback.http", default: false),
            addressRate: rate("rate.limit.address", default: "1000/2000"),
            poolRate: rate("rate.limit.pool", default: "10000/20000"),
            proxyHops: matching("proxy.hops", default: 0, "a number of proxies from 0 to 16") {
                Int($0).flatMap { (0...16).contains($0) ? $0 : nil }
            },
            audit: audit(), userPoolCredentials: userPoolCredentials())
    }

    private mutating func audit() -> AuditSettings {
        let defaults = AuditSettings()
        let lengths = AuditSettings.queueLengths
        return AuditSettings(
            queueLength: matching(
                "audit.queue.length", default: defaults.queueLength,
                "a number of events from \(lengths.lowerBound) to \(lengths.upperBound)"
            ) {
                Int($0).flatMap { lengths.contains($0) ? $0 : nil }
            },
            whenFull: matching("audit.when.full", default: defaults.whenFull, "refuse or count") {
                Recorder.WhenFull(rawValue: $0)
            },
            retention: .init(
                decisions: days("decisions.keep.days", default: defaults.retention.decisions),
                audit: days("audit.keep.days", default: defaults.retention.audit)),
            clientAddresses: treatment("redact.client.addresses"), claims: treatment("redact.claims"),
            subjects: treatment("redact.subjects"))
    }

    /// Nil for ever.
    private mutating func days(_ key: String, default value: Int32?) -> Int32? {
        let days = AuditSettings.days
        let wanted = "forever, or a number of days from \(days.lowerBound) to \(days.upperBound)"
        return matching(key, default: value, wanted) { text -> Int32?? in
            if text == "forever" { return .some(nil) }
            return Int32(text).flatMap { days.contains($0) ? .some($0) : nil }
        }
    }

    private mutating func treatment(_ key: String) -> Redaction.Treatment {
        matching(key, default: .keep, "keep, hash or drop") { Redaction.Treatment(rawValue: $0) }
    }

    // MARK: One setting

    private func text(_ key: String) -> String? {
        source.text(key)
    }

    private mutating func matching<Value>(
        _ key: String, default value: Value, _ wanted: String, _ parse: (String) -> Value?
    ) -> Value {
        optional(key, wanted, parse) ?? value
    }

    private mutating func optional<Value>(_ key: String, _ wanted: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = text(key) else { return nil }
        if let value = parse(text) { return value }
        problems.append("\(key): '\(text)' is not \(wanted).")
        return nil
    }

    private mutating func boolean(_ key: String, default value: Bool) -> Bool {
        matching(key, default: value, "true or false") { ["true": true, "false": false][$0.lowercased()] }
    }

    private mutating func rate(_ key: String, default text: String) -> RateLimit? {
        (optional(key, RateSetting.form, RateSetting.init) ?? RateSetting(text))?.limit
    }

    private mutating func databaseURL() -> Secret<String>? {
        guard let url = text("database.url"), !url.isEmpty else { return nil }
        guard ["postgres://", "postgresql://"].contains(where: url.hasPrefix) else {
            problems.append("database.url: not a postgres:// or postgresql:// URI.")
            return nil
        }
        return Secret(url)
    }

    private mutating func userPoolCredentials() -> AdminGetUser.Credentials? {
        let keyID = text("user.pool.access.key.id")
        guard let keyID, let secret = text("user.pool.secret.access.key") else {
            if keyID != nil || text("user.pool.secret.access.key") != nil {
                problems.append("user.pool.access.key.id: needs user.pool.secret.access.key beside it, and it this.")
            }
            return nil
        }
        return AdminGetUser.Credentials(
            accessKeyID: keyID, secretAccessKey: Secret(secret),
            sessionToken: text("user.pool.session.token").map { Secret($0) })
    }

    private func finish() throws(SettingsError) {
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
    }

    private static let noAccount = AccountID("000000000000")!

    private static func isRegion(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 32
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    private static func isIssuer(_ text: String) -> Bool {
        guard let url = URL(string: text), let scheme = url.scheme, ["https", "http"].contains(scheme),
            let host = url.host(), !host.isEmpty
        else { return false }
        return url.query() == nil && url.fragment() == nil && !text.hasSuffix("/")
    }
}

extension SettingsOptions {
    var flags: [String: String] {
        [
            "data.dir": dataDir, "database.url": databaseURL, "postgres.bin.dir": postgresBinDir,
            "master.key.file": masterKeyFile, "region": region, "account.id": accountID, "log.format": logFormat,
            "log.level": logLevel,
        ].compactMapValues { $0 }
    }
}

extension ServeOptions {
    var flags: [String: String] {
        [
            "listen.host": listenHost, "listen.port": listenPort, "issuer": issuer,
            "openid.algorithm": openidAlgorithm, "providers.dir": providersDir,
            "accepted.regions": acceptedRegions, "migrate": migrate, "apply": apply,
            "authorizer.routes": authorizerRoutes, "body.limit": bodyLimit,
            "allow.loopback.http": allowLoopbackHTTP ? "true" : nil, "rate.limit.address": rateLimitAddress,
            "rate.limit.pool": rateLimitPool, "proxy.hops": proxyHops, "audit.queue.length": auditQueueLength,
            "audit.when.full": auditWhenFull, "audit.keep.days": auditKeepDays,
            "decisions.keep.days": decisionsKeepDays, "redact.client.addresses": redactClientAddresses,
            "redact.claims": redactClaims, "redact.subjects": redactSubjects,
        ].compactMapValues { $0 }
    }
}
