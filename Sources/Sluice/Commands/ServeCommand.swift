import AccessManagement
import ArgumentParser
import Audit
import Authorizer
import Foundation
import HTTPAPI
import IdentityModel
import Logging
import OutboundHTTP
import Postgres
import Providers
import ServiceLifecycle
import Storage
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the broker.",
        discussion: """
            Settings come from flags, then SLUICE_* variables, then the file of --config. Without a database URL a \
            private PostgreSQL is started in the data directory. Two settings have no flag, because flags can be seen: \
            SLUICE_MASTER_KEY, and SLUICE_USER_POOL_SECRET_ACCESS_KEY, which with SLUICE_USER_POOL_ACCESS_KEY_ID lets \
            ServerSideTokenCheck ask user pools about their people.
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var server: ServeOptions

    func run() async throws {
        try await Failure.explained {
            let (settings, serverSettings) = try await SettingsReader.read(options, server)
            let logger = Logs.start(settings)
            // Everything that can be wrong without a database is found before one is started.
            let catalog = try DescriptorCatalog.load(directory: serverSettings.providersDirectory)
            warn(of: catalog, logger)
            let descriptors = serverSettings.allowsLoopbackHTTP ? catalog.admittingLoopbackHTTP : catalog
            let masterKey = try MasterKeyFile.key(from: settings.masterKey)
            let declaration = try serverSettings.applies.map { try Declaration(file: $0) }
            declaration?.warn(logger)
            let routes = try serverSettings.authorizerRoutes.map { try RouteTable(path: $0, serverSettings) }

            let database = try await Database.open(settings, mayShare: false, logger)
            do {
                try await prepare(database, declaration, settings, serverSettings, masterKey, logger)
                try await bootstrap(database, masterKey, settings, logger)
                try await serve(settings, serverSettings, descriptors, routes, masterKey, database, logger)
            } catch {
                await database.close()
                throw error
            }
            await database.close()
        }
    }

    /// A descriptor made for development needs no option of ours to count, so it is at least not taken in silence.
    private func warn(of catalog: DescriptorCatalog, _ logger: Logger) {
        for id in catalog.admittedToLoopback {
            logger.warning(
                """
                a provider descriptor admits plain HTTP to this machine; for development only: whoever can listen on \
                its port is this provider for every pool
                """, metadata: ["provider": "\(id)", "option": "http.allow_http_loopback"])
        }
    }

    /// Brings schema and declared things up to date.
    private func prepare(
        _ database: Database, _ declaration: Declaration?, _ settings: Settings, _ server: ServerSettings,
        _ masterKey: MasterKey, _ logger: Logger
    ) async throws {
        if server.migrates {
            for migration in try await database.migrations.run() {
                logger.info("migrated", metadata: ["migration": "\(migration.number) \(migration.name)"])
            }
        } else {
            try await database.requireCurrentSchema()
        }
        guard let declaration else { return }
        var audit = try await OperatorAudit.open(database.client, masterKey)
        let changes = try await Applier(database.client, settings, masterKey: masterKey)
            .apply(declaration, dryRun: false, audit: &audit)
        try await audit.close()
        for change in changes where change.kind != .unchanged {
            logger.info("applied", metadata: ["change": "\(change.line)"])
        }
    }

    /// The first start of a deployment makes its first administrator. Its secret goes to standard output, once; the log
    /// has the id alone.
    private func bootstrap(
        _ database: Database, _ masterKey: MasterKey, _ settings: Settings, _ logger: Logger
    ) async throws {
        let administrators = Administrators(
            users: UserStore(database.client), keys: AccessKeyStore(database.client, masterKey: masterKey),
            account: settings.account)
        guard let key = try await administrators.bootstrap() else { return }
        var audit = try await OperatorAudit.open(database.client, masterKey)
        try await audit.note("sluice:BootstrapAdministrator", of: key.user.arn)
        try await audit.close()
        logger.notice("made the first administrator", metadata: ["user": "\(key.user.arn)", "key": "\(key.id)"])
        let shown = """
            # The first administrator, \(key.user.arn). The secret is not shown again.
            \(KeyOutput.Format.env.text(of: key))

            """
        try FileHandle.standardOutput.write(contentsOf: Data(shown.utf8))
    }

    private func serve(
        _ settings: Settings, _ server: ServerSettings, _ descriptors: DescriptorCatalog, _ routes: RouteTable?,
        _ masterKey: MasterKey, _ database: Database, _ logger: Logger
    ) async throws {
        let port = try await server.port == 0 ? HTTPServer.freePort(on: server.host) : server.port
        let address = "http://localhost:\(port)"
        let issuer = server.issuer ?? address
        let clients = database.clients(logger)
        let broker = try await Broker(
            settings, server, issuer: issuer, address: issuer.hasPrefix("https://cognito-identity.") ? address : issuer,
            masterKey: masterKey, descriptors: descriptors, routes: routes, clients: clients, logger: logger)
        let http = HTTPServer(
            HTTPServerConfiguration(host: server.host, port: port, bodyLimit: server.bodyLimit), site: broker.site,
            logger: logger
        ) { port in
            logger.notice(
                "sluice is listening on http://\(server.host):\(port)",
                metadata: [
                    "issuer": "\(issuer)", "rate.limit.address": "\(RateSetting.text(server.addressRate))",
                    "rate.limit.pool": "\(RateSetting.text(server.poolRate))",
                ])
        }
        // Shut down from the last to the first: no new requests, then those in flight, then what they stand on.
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: clients.background), .init(service: clients.recording),
                // Behind everybody who records, so that it hears of everything.
                .init(service: broker.auditWriter), .init(service: broker.partitions),
                .init(service: broker.refresher), .init(service: broker.sweeper), .init(service: broker.useWriter),
                .init(service: http),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        let group = ServiceGroup(configuration: configuration)
        do {
            try await group.run()
        } catch {
            await broker.fetcher.shutdown()
            throw error
        }
        await broker.fetcher.shutdown()
        logger.notice("sluice has stopped")
    }
}
