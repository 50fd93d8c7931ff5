import Logging
import ServiceLifecycle
import Storage

/// Sweeps up the identities of deleted pools, a batch at a time. Every replica does; they share the work.
struct PoolSweeper: Service {
    let pools: PoolStore
    let logger: Logger

    private static let batch = 2_000
    /// Between batches, so that requests come first.
    private static let breath = Duration.milliseconds(20)
    private static let period = Duration.seconds(10)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: await sweepsOn() ? Self.breath : Self.period)
            }
        }
    }

    private func sweepsOn() async -> Bool {
        do throws(StorageError) {
            return try await pools.sweep(batch: Self.batch)
        } catch {
            logger.warning("deleted pools could not be swept up", metadata: ["reason": "\(error)"])
            return false
        }
    }
}
