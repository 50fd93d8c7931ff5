import Foundation
import Subprocess
import SystemPackage

/// One server of one data directory: makes the cluster, and runs the server until it ends.
///
/// Uses swift-subprocess because it closes every inherited descriptor, waits for the child without blocking a thread
/// of the pool, and leaves no zombie.
struct Postmaster: Sendable {
    let binaries: ServerBinaries
    let data: DataDirectory
    let user: ClusterUser
    let tuning: LocalCluster.Tuning

    /// The name of the only database user, and of the database.
    static let name = "sluice"

    func uri(database: String = name) -> String { Self.uri(sockets: data.sockets(for: user), database: database) }

    static func uri(sockets: String, database: String = name) -> String {
        var components = URLComponents()
        components.queryItems = [
            URLQueryItem(name: "host", value: sockets), URLQueryItem(name: "port", value: "5432"),
            URLQueryItem(name: "user", value: name),
        ]
        return "postgresql:///\(database)?\(components.percentEncodedQuery ?? "")"
    }

    /// Makes the cluster unless there is one. Complete or not at all: it gets its name when it is complete.
    func initialize() async throws(LocalClusterError) {
        guard data.version == nil else { return }
        let fresh = data.newCluster()
        try data.makePrivate(fresh, for: user)
        defer { try? FileManager.default.removeItem(atPath: fresh) }
        // Locale C: no upgrade of the C library can change an order that an index relies on.
        var arguments = [
            "--pgdata", fresh, "--encoding", "UTF8", "--locale", "C", "--data-checksums", "--username", Self.name,
            "--auth-local", "peer", "--auth-host", "reject", "--no-instructions",
        ]
        if tuning == .test { arguments.append("--no-sync") }
        do {
            let result = try await Subprocess.run(
                command(binaries.initdb, arguments), output: .string(limit: 65536), error: .combinedWithOutput)
            guard result.terminationStatus.isSuccess else {
                throw LocalClusterError.initializationFailed(output: result.standardOutput)
            }
            try FileManager.default.moveItem(atPath: fresh, toPath: data.cluster)
        } catch let error as LocalClusterError {
            throw error
        } catch {
            throw .initializationFailed(output: "\(error)")
        }
    }

    /// Who may connect: this process's user and the server's own, whatever the directories' permissions become. The
    /// system tells the server who is at the other end of the socket.
    func writeAccessRules() throws(LocalClusterError) {
        let users = Set([user.name, user.isSwitched ? "root" : user.name]).sorted()
        let map = users.map { "sluice \"\($0)\" \(Self.name)\n" }.joined()
        do {
            try write("local all \(Self.name) peer map=sluice\n", to: "pg_hba.conf")
            try write(map, to: "pg_ident.conf")
        } catch {
            throw .unusable(path: data.cluster, reason: "its access rules cannot be written")
        }
    }

    /// In place, so that the file keeps its owner.
    private func write(_ text: String, to name: String) throws {
        let path = FilePath(data.cluster + "/" + name)
        let file = try FileDescriptor.open(path, .writeOnly, options: [.truncate])
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }

    /// Runs the server until it ends. Cancelling the task shuts it down: sessions are ended and the files are left
    /// clean; a server that does not manage that in time is stopped hard, and recovers at its next start.
    func run() async throws {
        let log = try FileDescriptor.open(
            FilePath(data.startLog), .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite])
        _ = try await Subprocess.run(
            command(binaries.postgres, ["-D", data.cluster] + settings), output: .discarded,
            error: .fileDescriptor(log, closeAfterSpawningProcess: true))
    }

    private var settings: [String] {
        let sockets = data.sockets(for: user).replacing("\"", with: "\"\"")
        let common = [
            "cluster_name=\(data.clusterName)", "listen_addresses=", "port=5432",
            "unix_socket_directories=\"\(sockets)\"", "unix_socket_permissions=0700",
            // A week of logs, one file per day; terse, because the detail of an error quotes the data.
            "logging_collector=on", "log_directory=\(data.log)", "log_filename=postgresql-%a.log",
            "log_truncate_on_rotation=on", "log_rotation_age=1d", "log_rotation_size=0", "log_error_verbosity=terse",
        ]
        // Safe against a killed process, not against a crash of the machine; and many tests share one server.
        let test = tuning == .test ? ["fsync=off", "full_page_writes=off", "max_connections=400"] : []
        return (common + test).flatMap { ["-c", $0] }
    }

    /// A program of PostgreSQL's, as the cluster's user.
    ///
    /// The privileges are handed away by `setpriv`, which becomes the program. Doing so between fork and exec of our
    /// own is not safe: the C library's `setuid` takes a lock that another of our threads may have held at the fork.
    private func command(_ program: String, _ arguments: [String]) -> Configuration {
        let drop = ["--reuid", "\(user.uid)", "--regid", "\(user.gid)", "--clear-groups", "--", program]
        // Nothing of ours: neither our secrets nor `PG…` variables reach the server.
        return Configuration(
            executable: user.isSwitched ? .name("setpriv") : .path(FilePath(program)),
            arguments: Arguments((user.isSwitched ? drop : []) + arguments),
            environment: .custom(["PATH": "/usr/bin:/bin", "LC_ALL": "C"]), workingDirectory: "/",
            platformOptions: platformOptions)
    }

    private var platformOptions: PlatformOptions {
        var options = PlatformOptions()
        // A session of its own: Ctrl-C in our terminal must not stop the server before we have finished.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .interrupt, allowedDurationToNextStep: .seconds(30)),
            .send(signal: .quit, allowedDurationToNextStep: .seconds(5)),
        ]
        return options
    }
}
