import IdentityModel
import Logging
import Migrations
import Postgres

/// The database that the settings name, or the built-in one, with a client that is connected to it.
struct Database {
    let client: PostgresClient
    private let configuration: PostgresConfiguration
    /// Nil when the database is somebody else's to run.
    let cluster: LocalCluster?

    /// - Parameter mayShare: a built-in PostgreSQL that a running server holds is used through that server, as commands
    ///   beside it do; a second server must not.
    static func open(_ settings: Settings, mayShare: Bool, _ logger: Logger) async throws -> Database {
        if let url = settings.databaseURL {
            return try Database(url.reveal(), cluster: nil, logger)
        }
        let cluster = LocalCluster(
            directory: settings.dataDirectory, binaries: settings.postgresBinaries, logger: logger)
        do {
            return try Database(try await cluster.start(), cluster: cluster, logger)
        } catch LocalClusterError.inUse where mayShare {
            return try Database(try cluster.address(), cluster: nil, logger)
        }
    }

    private init(_ uri: String, cluster: LocalCluster?, _ logger: Logger) throws {
        configuration = try PostgresConfiguration(uri: uri)
        client = PostgresClient(configuration, logger: logger)
        self.cluster = cluster
    }

    /// What a server works with: `client`, and others beside it.
    func clients(_ logger: Logger) -> ServerClients { ServerClients(serving: client, configuration, logger) }

    var migrations: MigrationRunner {
        MigrationRunner(
            EmbeddedMigrations.all.map { Migration(number: $0.number, name: $0.name, sql: $0.sql) }, on: client,
            version: Version.text)
    }

    /// For commands that do not migrate.
    func requireCurrentSchema() async throws {
        if let first = try await migrations.status().pending.first {
            throw Failure("The database lacks migration \(first.number) \(first.name): run `sluice migrate`.")
        }
    }

    /// Closes what was opened here, and stops what was started here.
    func close() async {
        await client.close()
        await cluster?.stop()
    }

    /// Does one thing with the database of the settings, and closes it again whatever happens.
    static func use<Result>(
        _ settings: Settings, _ logger: Logger, _ work: (Database) async throws -> Result
    ) async throws -> Result {
        let database = try await open(settings, mayShare: true, logger)
        do {
            let result = try await work(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}
