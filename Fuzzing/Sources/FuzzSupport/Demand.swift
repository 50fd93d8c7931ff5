/// Ends the process when a truth does not hold, so that the fuzzer keeps the input that led here.
package func demand(_ isTrue: @autoclosure () -> Bool, _ truth: StaticString) {
    guard isTrue() else { fatalError("not true: \(truth)") }
}

/// The fuzzer's input as an array.
package func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: start, count: count))
}
