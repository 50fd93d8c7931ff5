/// A bounded map that forgets what nobody asked for lately.
///
/// Two generations: when the young one is full it becomes the old one, and the old one is dropped. What is found in the
/// old one is young again. Every step costs the same, and there is no list of ages to keep.
package struct Generations<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]
    private let limit: Int

    /// - Parameter capacity: how many entries there are at most.
    package init(capacity: Int) {
        limit = max(capacity / 2, 1)
    }

    package mutating func value(for key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old[key] else { return nil }
        insert(value, for: key)
        return value
    }

    package mutating func insert(_ value: Value, for key: Key) {
        if young.count >= limit, young[key] == nil {
            old = young
            young = [:]
        }
        young[key] = value
    }
}
