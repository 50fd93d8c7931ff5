import ArgumentParser

/// The settings that every command understands. A flag wins over the environment, the environment over the file.
struct SettingsOptions: ParsableArguments {
    @Option(help: "A YAML file with settings, e.g. `listen: {port: 8443}`.")
    var config: String?

    @Option(help: "Where keys and the built-in PostgreSQL live [SLUICE_DATA_DIR; .sluice].")
    var dataDir: String?

    @Option(
        help: "libpq URI of your own PostgreSQL; without it a built-in one is started [DATABASE_URL].")
    var databaseURL: String?

    @Option(help: "Directory with the PostgreSQL server binaries [SLUICE_POSTGRES_BIN_DIR; found by itself].")
    var postgresBinDir: String?

    @Option(help: "File with the 32-byte master key in base64 [SLUICE_MASTER_KEY_FILE; DATA_DIR/master.key].")
    var masterKeyFile: String?

    @Option(help: "The region that pools and identities are in [SLUICE_REGION; us-east-1].")
    var region: String?

    @Option(help: "The account that owns pools and roles, 12 digits [SLUICE_ACCOUNT_ID; 000000000000].")
    var accountID: String?

    @Option(help: "human or json [SLUICE_LOG_FORMAT; human on a terminal].")
    var logFormat: String?

    @Option(help: "trace, debug, info, notice, warning or error [SLUICE_LOG_LEVEL; info].")
    var logLevel: String?
}

/// The settings of a server.
struct ServeOptions: ParsableArguments {
    @Option(help: "Address to listen on [SLUICE_LISTEN_HOST; 127.0.0.1].")
    var listenHost: String?

    @Option(help: "Port to listen on, 0 for any [SLUICE_LISTEN_PORT; 8080].")
    var listenPort: String?

    @Option(help: "The `iss` of our OpenID tokens [SLUICE_ISSUER; http://localhost:PORT].")
    var issuer: String?

    @Option(help: "RS256, RS512 or ES256 for our OpenID tokens [SLUICE_OPENID_ALGORITHM; RS256].")
    var openidAlgorithm: String?

    @Option(help: "Provider descriptors that add to the built-in ones or replace them [SLUICE_PROVIDERS_DIR].")
    var providersDir: String?

    @Option(help: "Regions that request signatures may name, besides our own [SLUICE_ACCEPTED_REGIONS; us-east-1].")
    var acceptedRegions: String?

    @Option(help: "Apply migrations at start: true or false [SLUICE_MIGRATE; true].")
    var migrate: String?

    @Option(help: "A declarative file to apply at start [SLUICE_APPLY].")
    var apply: String?

    @Option(
        help: """
            The APIs that /authorize speaks for, and their routes, a YAML file; without it there is no authorizer \
            [SLUICE_AUTHORIZER_ROUTES].
            """)
    var authorizerRoutes: String?

    @Option(help: "Largest request body in bytes [SLUICE_BODY_LIMIT; 1048576].")
    var bodyLimit: String?

    @Option(
        help: """
            Requests of the public operations from one address: PER_SECOND, PER_SECOND/BURST, or off \
            [SLUICE_RATE_LIMIT_ADDRESS; 1000/2000].
            """)
    var rateLimitAddress: String?

    @Option(help: "The same for one pool, on each replica [SLUICE_RATE_LIMIT_POOL; 10000/20000].")
    var rateLimitPool: String?

    @Option(
        help: "How many proxies of yours add to X-Forwarded-For in front of us [SLUICE_PROXY_HOPS; 0].")
    var proxyHops: String?

    @Option(help: "Events that may wait to be written to the audit [SLUICE_AUDIT_QUEUE_LENGTH; 8192].")
    var auditQueueLength: String?

    @Option(
        help: """
            When that many wait: refuse exchanges, or count those that are not recorded [SLUICE_AUDIT_WHEN_FULL; refuse].
            """)
    var auditWhenFull: String?

    @Option(help: "Days that audit records are kept, or forever [SLUICE_AUDIT_KEEP_DAYS; 400].")
    var auditKeepDays: String?

    @Option(help: "Days that decisions are kept, or forever [SLUICE_DECISIONS_KEEP_DAYS; 30].")
    var decisionsKeepDays: String?

    @Option(
        help: "Client addresses in decisions and audit: keep, hash or drop [SLUICE_REDACT_CLIENT_ADDRESSES; keep].")
    var redactClientAddresses: String?

    @Option(help: "The same for values of claims, and tags made of them [SLUICE_REDACT_CLAIMS; keep].")
    var redactClaims: String?

    @Option(help: "The same for the ids of people at their providers [SLUICE_REDACT_SUBJECTS; keep].")
    var redactSubjects: String?

    @Flag(help: "Development only: admit http:// issuers on loopback [SLUICE_ALLOW_LOOPBACK_HTTP].")
    var allowLoopbackHTTP = false
}
