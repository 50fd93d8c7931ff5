import Federation
import Logging
import STS
import ServiceLifecycle

/// Reads the deployment's keys anew from time to time, so that one that another replica made is known here before it is
/// needed, and a sealing key is renewed in time. Revocations that have done their work are removed by the way.
struct Refresher: Service {
    let signingKeys: SigningKeys
    let sealingKeys: SealingKeys
    let revocations: SessionRevocations
    let logger: Logger

    private static let period = Duration.seconds(30)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.period)
                if Task.isCancelled { return }
                await refresh()
            }
        }
    }

    /// A failure is not the end: the keys that are here go on, and the next time comes soon.
    private func refresh() async {
        do {
            try await signingKeys.refresh()
            try await sealingKeys.refresh()
            try await revocations.sweep()
        } catch {
            logger.warning("keys and revocations could not be looked after", metadata: ["reason": "\(error)"])
        }
    }
}
