import Foundation
import Logging
import Postgres

/// A PostgreSQL server in a temporary directory. Goes away with this process, however that ends.
package struct LentServer: Sendable {
    package let cluster: LocalCluster
    package let directory: String
    package let uri: String

    package init() async throws {
        directory = try Self.temporaryDirectory()
        let quiet = Logger(label: "lent-server") { _ in SwiftLogNoOpLogHandler() }
        cluster = LocalCluster(directory: directory, tuning: .test, logger: quiet)
        uri = try await cluster.start()
    }

    /// An empty directory that is removed after this process has ended, together with the server that it may have.
    package static func temporaryDirectory() throws -> String {
        let directory = try guarded.get() + "/" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o711])
        return directory
    }

    /// The parent of all of them.
    private static let guarded = Result { try makeGuarded() }
    /// Stays open for as long as this process lives; the guardian reads its other end.
    private static let lifeline = Pipe()

    private static func makeGuarded() throws -> String {
        let directory = "/tmp/sluice-tests-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o711])
        let guardian = Process()
        guardian.executableURL = URL(fileURLWithPath: "/bin/sh")
        guardian.arguments = ["-c", guarding, "guardian", directory]
        guardian.standardInput = lifeline
        guardian.standardOutput = FileHandle.nullDevice
        guardian.standardError = FileHandle.nullDevice
        try guardian.run()
        return directory
    }

    private static let guarding = """
        trap '' INT TERM HUP
        cat >/dev/null
        pids=$(head -q -n 1 "$1"/*/postgres/postmaster.pid)
        [ -z "$pids" ] || kill -QUIT $pids
        for i in 1 2 3 4 5 6 7 8 9 10; do
            rm -rf "$1" && ! kill -0 $pids && break
            sleep 0.5
        done
        rm -rf "$1"
        """
}
