import Foundation
import Logging
import ServiceLifecycle

/// The built-in PostgreSQL: a private server in a directory of ours, reachable through a Unix socket only, kept alive
/// until it is stopped.
package actor LocalCluster: Service {
    package enum Tuning: Sendable {
        /// Everything that was acknowledged survives a power failure.
        case durable
        /// For tests: does not wait for the disk.
        case test
    }

    private let directory: String
    private let binaries: String?
    private let user: String
    private let tuning: Tuning
    private let startTimeout: Duration
    private let logger: Logger
    private var running: (postmaster: Postmaster, lock: ClusterLock, supervision: Task<Void, Never>)?
    /// A server that ends before it was ever ready will not get better by being started again.
    private var hasBeenReady = false
    /// How often the server has ended.
    private(set) var failures = 0

    /// - Parameters:
    ///   - directory: where to keep everything; made when it is missing.
    ///   - binaries: where `postgres` and `initdb` are; searched for by default.
    ///   - user: who the server runs as when this process is root.
    ///   - startTimeout: how long the server may take to be ready, recovery included.
    package init(
        directory: String, binaries: String? = nil, user: String = "postgres", tuning: Tuning = .durable,
        startTimeout: Duration = .seconds(60), logger: Logger
    ) {
        self.directory = directory
        self.binaries = binaries
        self.user = user
        self.tuning = tuning
        self.startTimeout = startTimeout
        self.logger = logger
    }

    /// Starts the server, making the cluster if there is none, and takes over what a killed predecessor left.
    ///
    /// - Returns: the libpq URI of the database.
    /// - Throws: `LocalClusterError`.
    @discardableResult
    package func start() async throws(LocalClusterError) -> String {
        if let running { return running.postmaster.uri() }
        let user = try ClusterUser.current(unprivileged: user)
        let data = try DataDirectory(directory)
        let lock = try ClusterLock(data)
        let found = try await ServerBinaries.find(configured: binaries, for: data)
        let postmaster = Postmaster(binaries: found, data: data, user: user, tuning: tuning)
        await leftovers(of: postmaster).end()
        for directory in [data.log, data.sockets(for: user)] { try data.makePrivate(directory, for: user) }
        try await postmaster.initialize()
        try postmaster.writeAccessRules()
        // Outlives this call: it ends with `stop`.
        let supervision = Task { await supervise(postmaster) }
        running = (postmaster, lock, supervision)
        do {
            try await waitUntilReady(postmaster)
            hasBeenReady = true
        } catch {
            await stop()
            throw error
        }
        return postmaster.uri()
    }

    /// The libpq URI of the directory's server, for whoever works beside the process that runs it.
    package nonisolated func address() throws(LocalClusterError) -> String {
        let user = try ClusterUser.current(unprivileged: user)
        return Postmaster.uri(sockets: try DataDirectory(directory).sockets(for: user))
    }

    /// Runs the server until graceful shutdown or cancellation, then stops it. Starts it if that has not been done.
    package func run() async throws {
        try await start()
        try? await gracefulShutdown()
        await stop()
    }

    /// Shuts the server down cleanly and gives the directory back.
    package func stop() async {
        guard let running else { return }
        running.supervision.cancel()
        await running.supervision.value
        let postmaster = running.postmaster
        // The server's logger writes the last lines when the server itself is gone.
        await leftovers(of: postmaster).remaining(after: .seconds(5))
        postmaster.data.removeSockets(of: postmaster.user)
        hasBeenReady = false
        self.running = nil
    }

    /// Runs the server again whenever it ends, until the task is cancelled.
    private func supervise(_ postmaster: Postmaster) async {
        var pause = Duration.milliseconds(100)
        while !Task.isCancelled {
            let began = ContinuousClock.now
            do {
                try await postmaster.run()
            } catch {
                logger.error("the built-in PostgreSQL cannot be run", metadata: ["reason": "\(error)"])
            }
            failures += 1
            guard !Task.isCancelled, hasBeenReady else { return }
            logger.error("the built-in PostgreSQL has ended and is started again")
            if .now - began > .seconds(30) { pause = .milliseconds(100) }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(5))
            await leftovers(of: postmaster).end(patience: .zero)
        }
    }

    private func leftovers(of postmaster: Postmaster) -> LeftoverProcesses {
        LeftoverProcesses(data: postmaster.data, user: postmaster.user, logger: logger)
    }

    private func waitUntilReady(_ postmaster: Postmaster) async throws(LocalClusterError) {
        let limit = ContinuousClock.now + startTimeout
        let failuresBefore = failures
        do {
            let configuration = try PostgresConfiguration(uri: postmaster.uri(database: "postgres"))
            let client = PostgresClient(
                configuration, logger: Logger(label: "postgres.start") { _ in SwiftLogNoOpLogHandler() })
            while true {
                do throws(PostgresError) {
                    try await client.ping(timeout: .seconds(1))
                    break
                } catch {
                    guard failures == failuresBefore, .now < limit, !Task.isCancelled else { throw error }
                }
            }
            if try await client.query(.findDatabase, [.text(Postmaster.name)]).isEmpty {
                _ = try await client.query(.createDatabase)
            }
            await client.close()
        } catch {
            throw .didNotStart(log: (try? String(contentsOfFile: postmaster.data.startLog, encoding: .utf8)) ?? "")
        }
    }
}

extension Statement {
    fileprivate static let findDatabase =
        Statement("find_database", "SELECT 1 FROM pg_database WHERE datname = $1", repeatable: true)
    fileprivate static let createDatabase =
        Statement("create_database", "CREATE DATABASE \(Postmaster.name)", repeatable: false)
}
