import AsyncAlgorithms
import HummingbirdCore
import NIOCore
import Synchronization

extension ResponseBody {
    /// Sends what the stream makes. One piece is under way while the next is made, and no more: whoever makes them waits
    /// for the client.
    ///
    /// - Parameter patience: how long a client may take for one piece before its connection is closed.
    init(_ stream: BodyStream, over channel: any Channel, patience: Duration) {
        self.init { writer in
            let pieces = AsyncThrowingChannel<ByteBuffer, any Error>()
            let progress = Progress()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    do {
                        try await stream.write { piece in
                            await pieces.send(ByteBuffer(bytes: piece))
                            try Task.checkCancellation()
                        }
                        pieces.finish()
                    } catch {
                        pieces.fail(error)
                    }
                }
                group.addTask { await progress.watch(every: patience) { channel.close(promise: nil) } }
                for try await piece in pieces {
                    progress.begin()
                    try await writer.write(piece)
                    progress.end()
                }
                group.cancelAll()
            }
            try await writer.finish(nil)
        }
    }
}

/// Whether a client takes what it is sent.
private final class Progress: Sendable {
    private let state = Mutex((sent: 0, isSending: false))

    func begin() { state.withLock { $0.isSending = true } }

    func end() {
        state.withLock {
            $0.sent += 1
            $0.isSending = false
        }
    }

    /// Calls `giveUp` when one piece was being sent at both ends of an interval. Ends when it is cancelled.
    func watch(every interval: Duration, _ giveUp: () -> Void) async {
        var stuck: Int?
        while true {
            do { try await Task.sleep(for: interval) } catch { return }
            let (sent, isSending) = state.withLock { ($0.sent, $0.isSending) }
            if isSending, stuck == sent { return giveUp() }
            stuck = isSending ? sent : nil
        }
    }
}
