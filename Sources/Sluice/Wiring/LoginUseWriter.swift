import Logging
import ServiceLifecycle
import Storage

/// Writes down when logins were used: what has come together, every few seconds, and the rest when the server stops.
struct LoginUseWriter: Service {
    let uses: LoginUses
    let identities: IdentityStore
    let logger: Logger

    private static let period = Duration.seconds(10)
    private static let batch = 500

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.period)
                if Task.isCancelled { break }
                await write()
            }
        }
        // The server in front of this service has stopped by now, so nothing is noted any more.
        await write()
    }

    private func write() async {
        var written = 0
        // As many as can be waiting, and no more: what is noted meanwhile is for the next time.
        for _ in 0..<40 {
            let batch = uses.take(Self.batch)
            if batch.isEmpty { break }
            do throws(StorageError) {
                written += try await identities.record(batch)
            } catch {
                uses.putBack(batch)
                logger.warning("the last use of logins could not be written down", metadata: ["reason": "\(error)"])
                break
            }
        }
        let dropped = uses.takeDropped()
        if dropped > 0 {
            logger.warning("uses of logins were not written down", metadata: ["count": "\(dropped)"])
        }
        if written > 0 { logger.debug("wrote down uses of logins", metadata: ["count": "\(written)"]) }
    }
}
