import Foundation
import Glibc
import Logging
import ServiceLifecycle
import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import Postgres

@Suite struct `The built-in PostgreSQL` {
    private func cluster(_ directory: String, binaries: String? = nil, user: String = "postgres") -> LocalCluster {
        LocalCluster(directory: directory, binaries: binaries, user: user, tuning: .test, logger: .tests)
    }

    private func ping(_ uri: String) async throws {
        let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .tests)
        try await client.ping()
        await client.close()
    }

    @Test func `keeps its data, listens on no network and lets nobody else in`() async throws {
        let directory = try LentServer.temporaryDirectory()
        let first = cluster(directory)
        let uri = try await first.start()
        let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .tests)
        try await client.query(Statement("CREATE TABLE t (n bigint)"))
        let settings = try await client.query(
            Statement(
                """
                SELECT current_setting('listen_addresses'), current_setting('data_checksums'),
                    current_setting('server_encoding'), current_setting('unix_socket_permissions'), current_database()::text
                """))[0]
        #expect(try (0..<5).map { try settings.text($0) } == ["", "on", "UTF8", "0700", "sluice"])
        await client.close()
        await first.stop()

        for `private` in ["postgres", "postgres-socket", "postgres-log"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(`private`)")
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
        let again = cluster(directory)
        let second = PostgresClient(try PostgresConfiguration(uri: try await again.start()), logger: .tests)
        #expect(try await second.number("SELECT count(*) FROM t") == 0)
        await second.close()
        await again.stop()
    }

    @Test func `keeps everything durable unless told otherwise`() async throws {
        let directory = try LentServer.temporaryDirectory()
        let durable = LocalCluster(directory: directory, logger: .tests)
        let client = PostgresClient(try PostgresConfiguration(uri: try await durable.start()), logger: .tests)
        let settings = try await client.query(
            Statement(
                "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')"
            ))
        #expect(try (0..<3).map { try settings[0].text($0) } == ["on", "on", "on"])
        await client.close()
        await durable.stop()
    }

    @Test func `never shares its directory`() async throws {
        let directory = try LentServer.temporaryDirectory()
        let holder = cluster(directory)
        try await holder.start()
        let error = await #expect(throws: LocalClusterError.inUse(directory: directory, holder: "\(getpid())")) {
            try await cluster(directory).start()
        }
        #expect(error?.description == "\(directory) is in use by another process (pid \(getpid()))")
        await holder.stop()
        let next = cluster(directory)
        try await next.start()
        await next.stop()
    }

    @Test func `takes over from an owner that was killed`() async throws {
        let directory = try LentServer.temporaryDirectory()
        let owner = cluster(directory)
        try await owner.start()
        await owner.stop()
        // What a killed owner leaves: a server that nobody looks after.
        let data = try DataDirectory(directory)
        let user = try ClusterUser.current(unprivileged: "postgres")
        let postmaster = Postmaster(
            binaries: try await .find(configured: nil, for: data), data: data, user: user, tuning: .test)
        let orphan = Task { try await postmaster.run() }
        let client = PostgresClient(try PostgresConfiguration(uri: postmaster.uri()), logger: .tests)
        try await client.ping(timeout: .seconds(30))
        await client.close()
        let leftovers = LeftoverProcesses(data: data, user: user, logger: .tests)
        let old = leftovers.find()
        #expect(!old.isEmpty)

        let heir = cluster(directory)
        try await ping(try await heir.start())
        #expect(Set(leftovers.find()).isDisjoint(with: old))
        try await orphan.value
        await heir.stop()
        #expect(leftovers.find().isEmpty)
    }

    @Test func `returns after its postmaster was killed while a session was busy`() async throws {
        let server = try await LentServer()
        let client = PostgresClient(try PostgresConfiguration(uri: server.uri), logger: .tests)
        let nap = Statement("SELECT pg_sleep(3600)")
        let busy = Task { try await client.query(nap, timeout: .seconds(3600)) }
        try await client.wait(until: Statement.sleepers.sql, returns: 1)
        let pidFile = try String(contentsOfFile: server.directory + "/postgres/postmaster.pid", encoding: .utf8)
        kill(try #require(pidFile.split(separator: "\n").first.flatMap { pid_t($0) }), SIGKILL)
        await #expect(throws: PostgresError.connectionLost(mayHaveExecuted: true)) { try await busy.value }
        try await client.ping(timeout: .seconds(60))
        #expect(await server.cluster.failures == 1)
        await client.close()
        await server.cluster.stop()
    }

    @Test func `keeps its socket elsewhere when the directory's path is too long`() async throws {
        let directory = try LentServer.temporaryDirectory() + "/" + String(repeating: "long", count: 25)
        let long = cluster(directory)
        let uri = try await long.start()
        #expect(!uri.contains("long"))
        try await ping(uri)
        await long.stop()
    }

    @Test(.enabled(if: geteuid() == 0, "only root can make another one's directory"))
    func `refuses a socket directory that somebody else has made`() throws {
        let data = try DataDirectory(try LentServer.temporaryDirectory())
        let user = try ClusterUser.current(unprivileged: "postgres")
        let link = data.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/tmp")
        #expect(throws: LocalClusterError.unusable(path: link, reason: "it is no directory and cannot be made one")) {
            try data.makePrivate(link, for: user)
        }
        let foreign = data.path + "/foreign"
        try FileManager.default.createDirectory(atPath: foreign, withIntermediateDirectories: false)
        let nobody = try ClusterUser.current(unprivileged: "nobody")
        try data.makePrivate(foreign + "-own", for: nobody)
        #expect(throws: LocalClusterError.unusable(path: foreign, reason: "it does not belong to nobody")) {
            try data.makePrivate(foreign, for: nobody)
        }
    }

    @Test func `names the package when there is no server to run`() async throws {
        let directory = try LentServer.temporaryDirectory()
        let error = await #expect(throws: LocalClusterError.binariesMissing(searched: ["/nowhere"])) {
            try await cluster(directory, binaries: "/nowhere").start()
        }
        #expect(
            error?.description
                == "no PostgreSQL server found in /nowhere: install the package `postgresql` or set DATABASE_URL")
    }

    @Test func `names the version that an existing directory needs`() async throws {
        let directory = try LentServer.temporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory + "/postgres", withIntermediateDirectories: false)
        try Data("9\n".utf8).write(to: URL(fileURLWithPath: directory + "/postgres/PG_VERSION"))
        let data = try DataDirectory(directory)
        let error = await #expect(throws: LocalClusterError.self) {
            try await ServerBinaries.find(configured: nil, for: data, path: [])
        }
        guard case .versionMissing(directory, "9", let installed) = error else { throw try #require(error) }
        #expect(!installed.isEmpty)
        #expect(error?.description.hasSuffix("install the package `postgresql-9`") == true)
    }

    @Test(.enabled(if: geteuid() == 0, "only root has to become somebody else"))
    func `says who is missing when root has nobody to run it as`() async throws {
        let directory = try LentServer.temporaryDirectory()
        for user in ["nobody-of-this-name", "root"] {
            await #expect(throws: LocalClusterError.userMissing(user)) {
                try await cluster(directory, user: user).start()
            }
        }
    }

    @Test func `tells what the server said when it does not start`() async throws {
        let directory = try LentServer.temporaryDirectory()
        let first = cluster(directory)
        try await first.start()
        await first.stop()
        try Data("nonsense\n".utf8).write(to: URL(fileURLWithPath: directory + "/postgres/postgresql.conf"))
        let error = await #expect(throws: LocalClusterError.self) { try await cluster(directory).start() }
        #expect(error?.description.contains("postgresql.conf") == true)
    }

    @Test func `runs as a service until shutdown`() async throws {
        let directory = try LentServer.temporaryDirectory()
        let cluster = cluster(directory)
        let uri = try await cluster.start()
        let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .tests)
        let group = ServiceGroup(services: [cluster, client], logger: .tests)
        async let running: Void = group.run()
        try await client.ping()
        await group.triggerGracefulShutdown()
        try await running
        await #expect(throws: PostgresError.closed) { try await client.ping() }
        #expect(!FileManager.default.fileExists(atPath: directory + "/postgres/postmaster.pid"))
    }
}
