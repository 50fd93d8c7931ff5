import CLibPQ

/// The right to cancel what a connection is executing.
///
/// INVARIANT: libpq never changes a `PGcancel` after making it, and it has one owner.
@safe struct CancelHandle: ~Copyable, Sendable {
    private nonisolated(unsafe) let cancel: OpaquePointer

    @unsafe init(_ cancel: OpaquePointer) {
        unsafe self.cancel = unsafe cancel
    }

    deinit {
        unsafe PQfreeCancel(cancel)
    }

    /// Asks the server to cancel; blocks until it has taken note. Whether it worked shows in the statement's result.
    func send() {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            _ = unsafe PQcancel(cancel, message.baseAddress, Int32(message.count))
        }
    }
}
