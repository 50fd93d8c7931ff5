import HTTPAPI
import IdentityModel
import Logging
import Providers
import WebTokens

/// What every command needs to know.
struct Settings: Sendable {
    var dataDirectory: String
    /// Nil: the built-in PostgreSQL.
    var databaseURL: Secret<String>?
    var postgresBinaries: String?
    var masterKey: MasterKeySource
    var region: String
    var account: AccountID
    var logFormat: LogFormat
    var logLevel: Logger.Level
}

/// What a server needs to know besides.
struct ServerSettings: Sendable {
    var host: String
    var port: Int
    /// Nil: `http://localhost:PORT`, once the port is known.
    var issuer: String?
    var openIDAlgorithm: SigningKey.Algorithm
    var providersDirectory: String?
    var acceptedRegions: Set<String>
    var migrates: Bool
    var applies: String?
    /// The file with the routes of the authorizer; nil: there is none.
    var authorizerRoutes: String?
    var bodyLimit: Int
    var allowsLoopbackHTTP: Bool
    /// Of the public operations. Nil: no limit.
    var addressRate: RateLimit?
    var poolRate: RateLimit?
    /// How many proxies of the operator's stand in front.
    var proxyHops: Int
    var audit: AuditSettings
    /// With what user pools are asked about their people. Nil: they are not asked, and `ServerSideTokenCheck` refuses.
    var userPoolCredentials: AdminGetUser.Credentials?
}

enum MasterKeySource: Sendable {
    /// Base64 of 32 bytes, from the environment.
    case given(Secret<String>)
    /// A file with the same; made on first start.
    case file(String)
}

enum LogFormat: String, Sendable {
    case human, json
}
