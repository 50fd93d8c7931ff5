import Foundation

/// Where the built-in PostgreSQL keeps everything.
struct DataDirectory: Sendable, Equatable {
    /// The directory that the operator chose; absolute and without symbolic links.
    let path: String

    init(_ path: String) throws(LocalClusterError) {
        let absolute = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(
                at: absolute, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
        } catch {
            throw .unusable(path: path, reason: "it cannot be created")
        }
        self.path = absolute.resolvingSymlinksInPath().path
    }

    var cluster: String { path + "/postgres" }
    var log: String { path + "/postgres-log" }
    /// What the server says before its own log is open.
    var startLog: String { log + "/start.log" }
    var lock: String { path + "/postgres.lock" }
    var pidFile: String { cluster + "/postmaster.pid" }

    /// A place for a new cluster until it is complete. The name is new each time, so that an initialization whose
    /// owner was killed cannot write into the next one; what that left is removed.
    func newCluster() -> String {
        let prefix = "postgres.new-"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where name.hasPrefix(prefix) {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
        return "\(path)/\(prefix)\(UUID().uuidString)"
    }

    /// Names this directory's server processes to the system: the same after every restart.
    ///
    /// - Source: FNV-1a, 64 bit.
    var clusterName: String {
        let hash = path.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "sluice-" + String(hash, radix: 16)
    }

    /// The directory of the socket. A socket's address is at most 107 bytes long, of which `/.s.PGSQL.5432` takes 14.
    func sockets(for user: ClusterUser) -> String {
        let inside = path + "/postgres-socket"
        guard inside.utf8.count > 107 - 14 else { return inside }
        return (user.isSwitched ? "/run/" : "/tmp/") + clusterName
    }

    /// Removes the directory of the socket when nobody would look for it there.
    func removeSockets(of user: ClusterUser) {
        let sockets = sockets(for: user)
        if !sockets.hasPrefix(path) { try? FileManager.default.removeItem(atPath: sockets) }
    }

    /// The major version that made the cluster; nil when there is none yet.
    var version: String? {
        (try? String(contentsOfFile: cluster + "/PG_VERSION", encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Makes a directory that only `user` (and root) can enter, or makes sure that an existing one is.
    ///
    /// A directory of somebody else's is refused: in `/tmp` anybody may have made it.
    func makePrivate(_ directory: String, for user: ClusterUser) throws(LocalClusterError) {
        let files = FileManager.default
        let isNew = (try? files.createDirectory(atPath: directory, withIntermediateDirectories: false)) != nil
        if isNew, user.isSwitched {
            try? files.setAttributes(
                [.ownerAccountID: NSNumber(value: user.uid), .groupOwnerAccountID: NSNumber(value: user.gid)],
                ofItemAtPath: directory)
        }
        // These are the attributes of the thing itself: a symbolic link is not followed.
        let attributes = try? files.attributesOfItem(atPath: directory)
        guard attributes?[.type] as? FileAttributeType == .typeDirectory else {
            throw .unusable(path: directory, reason: "it is no directory and cannot be made one")
        }
        guard (attributes?[.ownerAccountID] as? NSNumber)?.uint32Value == user.uid else {
            throw .unusable(path: directory, reason: "it does not belong to \(user.name)")
        }
        do {
            try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: directory)
        } catch {
            throw .unusable(path: directory, reason: "its permissions cannot be set")
        }
    }
}
