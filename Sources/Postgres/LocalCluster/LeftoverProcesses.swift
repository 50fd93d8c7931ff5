import Foundation
import Glibc
import Logging

/// Server processes of a data directory that no living owner looks after: a whole server whose owner was killed, or
/// the sessions of a postmaster that was. They hold the shared memory that the next start needs.
///
/// They are known by the cluster's name, which is in the command line of the postmaster and in the title of every
/// other process, and by their user. INVARIANT: only called by the holder of the directory's lock, without a server
/// of its own running.
struct LeftoverProcesses: Sendable {
    let data: DataDirectory
    let user: ClusterUser
    let logger: Logger

    /// Ends them: a whole server cleanly if it can within `patience`, anything else at once.
    func end(patience: Duration = .seconds(20)) async {
        var found = find()
        guard !found.isEmpty else { return }
        logger.warning("ending left-over database processes", metadata: ["count": "\(found.count)"])
        if let postmaster, found.contains(postmaster) {
            kill(postmaster, SIGINT)
            found = await remaining(after: patience)
        }
        for signal in [SIGQUIT, SIGKILL] where !found.isEmpty {
            for process in found { kill(process, signal) }
            found = await remaining(after: .seconds(5))
        }
    }

    func find() -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(pid_t.init).filter(isOurs)
    }

    /// The process that the data directory names as its postmaster.
    private var postmaster: pid_t? {
        (try? String(contentsOfFile: data.pidFile, encoding: .utf8))?
            .split(separator: "\n").first.flatMap { pid_t($0) }
    }

    private func isOurs(_ process: pid_t) -> Bool {
        let owner = try? FileManager.default.attributesOfItem(atPath: "/proc/\(process)")[.ownerAccountID] as? NSNumber
        guard owner?.uint32Value == user.uid else { return false }
        // Words end with a zero byte; a title is one word.
        let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")?.split(separator: 0) ?? []
        let text = words.map { String(decoding: $0, as: UTF8.self) }
        return text.first?.contains("postgres") == true
            && (text.contains("cluster_name=\(data.clusterName)")
                || text[0].hasPrefix("postgres: \(data.clusterName):"))
    }

    /// Waits until all have ended by themselves.
    ///
    /// - Returns: those that have not within `patience`.
    @discardableResult
    func remaining(after patience: Duration) async -> [pid_t] {
        let limit = ContinuousClock.now + patience
        var found = find()
        while !found.isEmpty, ContinuousClock.now < limit, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(20))
            found = find()
        }
        return found
    }
}
