import Foundation
import StrictYAML

/// The names in a settings file. Values are the reader's affair; a name that means nothing is a mistake that would
/// otherwise go unnoticed, and with it the setting that was meant.
enum SettingsFile {
    /// Every setting there is, as `listen.port` is written.
    static let known: Set<String> = [
        "accepted.regions", "account.id", "allow.loopback.http", "apply", "audit.keep.days", "audit.queue.length",
        "audit.when.full", "authorizer.routes", "body.limit", "data.dir", "database.url", "decisions.keep.days",
        "redact.claims", "redact.client.addresses", "redact.subjects",
        "issuer", "listen.host", "listen.port", "log.format", "log.level", "master.key", "master.key.file", "migrate",
        "openid.algorithm", "postgres.bin.dir", "providers.dir", "proxy.hops", "rate.limit.address",
        "rate.limit.pool", "region", "user.pool.access.key.id", "user.pool.secret.access.key",
        "user.pool.session.token",
    ]

    static func problems(in path: String) -> [String] {
        let log = YAMLLog(file: path)
        let bytes = FileManager.default.contents(atPath: path).map { Array($0) }
        if let fields = YAMLFields(bytes: bytes, limit: limit, log: log) { check(fields, below: "") }
        return log.mistakes.sorted { $0.line < $1.line }.map(\.description)
    }

    private static let limit = 262_144

    private static func check(_ fields: YAMLFields, below prefix: String) {
        for name in fields.names {
            let key = prefix + name
            if known.contains(key), fields.isScalar(name) { continue }
            if known.contains(where: { $0.hasPrefix(key + ".") }) {
                if let section = fields.section(name) { check(section, below: key + ".") }
            } else {
                fields.note("is not a setting", at: name)
            }
        }
    }
}
