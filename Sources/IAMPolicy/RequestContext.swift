/// What is known of a request, by condition key. Names are compared without regard to ASCII case, values byte by byte.
///
/// Whether a key holds one value or a list is declared, by its name or by how it is set, and not by how many values this
/// request brings: a list of one is still a list, and operators without `ForAnyValue`/`ForAllValues` never match it.
package struct RequestContext: Sendable {
    enum Values: Sendable, Equatable {
        case single([UInt8])
        case list([[UInt8]])

        var texts: [String] {
            switch self {
            case .single(let value): [String(decoding: value, as: UTF8.self)]
            case .list(let values): values.map { String(decoding: $0, as: UTF8.self) }
            }
        }
    }

    private var entries: [ConditionKey: Values] = [:]

    package init() {
        entries.reserveCapacity(16)
    }

    subscript(_ key: ConditionKey) -> Values? { entries[key] }

    /// The values of a key as text, for traces; nil when it is missing.
    package func values(of key: ConditionKey) -> [String]? { entries[key]?.texts }

    /// Every key and its values, for decision traces; sorted by name.
    package var allValues: [(key: ConditionKey, values: [String])] {
        entries.map { ($0.key, $0.value.texts) }.sorted { $0.key.name < $1.key.name }
    }

    // MARK: For whoever verified the request

    package mutating func set(_ key: ConditionKey, to value: String) {
        entries[key] = key.holdsList ? .list([Array(value.utf8)]) : .single(Array(value.utf8))
    }

    package mutating func set(_ key: ConditionKey, to value: Bool) {
        set(key, to: value ? "true" : "false")
    }

    /// Declares a key that holds several values; the list may be empty.
    package mutating func set(_ key: ConditionKey, toEach values: some Sequence<String>) {
        entries[key] = .list(values.map { Array($0.utf8) })
    }

    // MARK: For resource servers

    /// Adds a value that a resource server knows of its own resource or action.
    ///
    /// - Throws: `PolicyError.keyNotOffered` for a key that says who is calling, whether or not it is set: a session
    ///   without tags must not be given some by the server that asks.
    package mutating func offer(_ key: ConditionKey, _ value: String) throws(PolicyError) {
        try admit(key, lengths: [value.utf8.count])
        set(key, to: value)
    }

    package mutating func offer(_ key: ConditionKey, each values: [String]) throws(PolicyError) {
        try admit(key, lengths: values.map(\.utf8.count))
        set(key, toEach: values)
    }

    /// In bytes. Matching costs pattern × value, so what strangers bring is bounded.
    package static let longestOfferedValue = 8_192

    private func admit(_ key: ConditionKey, lengths: [Int]) throws(PolicyError) {
        guard entries[key] == nil, !key.isVerified else { throw .keyNotOffered(key.name) }
        guard lengths.allSatisfy({ $0 <= Self.longestOfferedValue }) else { throw .valueTooLong(key.name) }
    }
}

extension ConditionKey {
    /// Whether only the verifier may set this key: all of `aws:` but what describes the resource or the
    /// request for it, `sts:`, `saml:`, and every issuer's keys, which are known by the dot or slash of a host name.
    fileprivate var isVerified: Bool {
        if hasPrefix("aws:") {
            return !Self.describesRequest.contains(self) && !hasPrefix("aws:resourcetag/")
                && !hasPrefix("aws:requesttag/")
        }
        return hasPrefix("sts:") || hasPrefix("saml:")
            || prefix.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
    }

    private static let describesRequest: Set<ConditionKey> = [.resourceAccount, .tagKeys, .userAgent, .referer]
}
