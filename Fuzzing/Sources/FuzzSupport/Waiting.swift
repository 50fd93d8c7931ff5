import Dispatch
import Synchronization

/// Runs asynchronous work to its end. The fuzzer's thread is nobody else's, so it may wait.
package func waiting<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
    let result = Result<Value>()
    let done = DispatchSemaphore(value: 0)
    Task {
        result.value.withLock { [value = await work()] in $0 = value }
        done.signal()
    }
    done.wait()
    guard let value = result.value.withLock({ $0 }) else { fatalError("work without a result") }
    return value
}

private final class Result<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}
