import Foundation
import Synchronization

/// One attempt to cancel the statement that a connection is executing, on a thread of its own: libpq blocks for it.
final class CancelRequest: Sendable {
    private let finished = Atomic(false)

    /// While this is false a statement sent on the connection could be hit in place of the one that was meant.
    var isFinished: Bool { finished.load(ordering: .acquiring) }

    static func start(_ handle: consuming CancelHandle, then wake: @escaping @Sendable () -> Void) -> CancelRequest {
        let request = CancelRequest()
        let handle = handle
        Thread.detachNewThread {
            handle.send()
            request.finished.store(true, ordering: .releasing)
            wake()
        }
        return request
    }
}
