import Glibc
import SystemPackage

/// The right to use a data directory, which one process in the system has. The system takes it back when that process
/// ends, however it ends.
final class ClusterLock: Sendable {
    private let file: FileDescriptor

    /// - Throws: `.inUse`, with the holder's process id.
    init(_ data: DataDirectory) throws(LocalClusterError) {
        do {
            // Never inherited: a server that outlives us must not hold the lock.
            file = try FileDescriptor.open(
                FilePath(data.lock), .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
        } catch {
            throw .unusable(path: data.lock, reason: "\(error)")
        }
        guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? String(contentsOf: file)) ?? "unknown"
            try? file.close()
            throw .inUse(directory: data.path, holder: holder)
        }
        _ = try? file.resize(to: 0)
        _ = try? file.writeAll("\(getpid())".utf8)
    }

    deinit {
        // Not left to the closing: a child that is just being made may have the file open for another moment.
        flock(file.rawValue, LOCK_UN)
        try? file.close()
    }
}

extension String {
    /// The first bytes of a file, which hold a process id.
    fileprivate init(contentsOf file: FileDescriptor) throws {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = try unsafe bytes.withUnsafeMutableBytes { unsafe try file.read(fromAbsoluteOffset: 0, into: $0) }
        self.init(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
