/// `Null`: whether the key is missing. An empty text and an empty list are there.
///
/// `ForAnyValue` and `ForAllValues` change nothing, since no value is looked at.
struct NullCondition: Sendable {
    private let admitsMissing: Bool
    private let admitsPresent: Bool

    /// - Parameter values: `true` in any case asks for a missing key, everything else for a present one.
    init(_ values: [String]) {
        let wanted = values.map { BoolCondition.truth(Array($0.utf8)) }
        admitsMissing = wanted.contains(true)
        admitsPresent = wanted.contains(false)
    }

    func isMet(byPresence isPresent: Bool) -> Bool {
        isPresent ? admitsPresent : admitsMissing
    }
}
