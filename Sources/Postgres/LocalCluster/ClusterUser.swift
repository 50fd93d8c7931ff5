import Glibc

/// The system user that the server runs as.
struct ClusterUser: Sendable, Equatable {
    let name: String
    let uid: uid_t
    let gid: gid_t
    /// True when this process is root and hands its privileges away.
    let isSwitched: Bool

    /// This process's own user; for root, which PostgreSQL refuses, the one named `unprivileged`.
    ///
    /// - Throws: `.userMissing`.
    static func current(unprivileged: String) throws(LocalClusterError) -> ClusterUser {
        guard geteuid() == 0 else {
            guard let own = unsafe getpwuid(geteuid()) else { throw .userMissing("with the id \(geteuid())") }
            return unsafe ClusterUser(own.pointee, isSwitched: false)
        }
        guard let other = unsafe getpwnam(unprivileged), unsafe other.pointee.pw_uid != 0 else {
            throw .userMissing(unprivileged)
        }
        return unsafe ClusterUser(other.pointee, isSwitched: true)
    }

    private init(_ entry: passwd, isSwitched: Bool) {
        name = unsafe String(cString: entry.pw_name)
        uid = unsafe entry.pw_uid
        gid = unsafe entry.pw_gid
        self.isSwitched = isSwitched
    }
}
