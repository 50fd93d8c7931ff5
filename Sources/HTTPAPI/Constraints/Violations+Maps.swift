extension Violations {
    /// Checks a map of texts.
    ///
    /// - Parameter limit: of entries, when there is one.
    /// - Returns: the entries that have a value.
    mutating func map(
        _ member: MapMember<String>?, keys: TextShape, values: TextShape, at path: String, limit: Int? = nil
    ) -> [String: String] {
        guard let entries = member?.entries else { return [:] }
        let isHidden = keys.isSensitive || values.isSensitive
        let shown: Value =
            isHidden
            ? .withheld : .shown("{\(entries.map { "\($0.key)=\($0.value ?? "null")" }.joined(separator: ", "))}")
        if let limit, entries.count > limit { add(.maximumLength(limit), at: path, value: shown) }
        if !entries.allSatisfy({ keys.admits($0.key) }) { add(.mapKeys(keys.constraints), at: path, value: shown) }
        let present = entries.compactMap { entry in entry.value.map { (entry.key, $0) } }
        if present.count < entries.count { add(.mapValues([.notNull]), at: path, value: shown) }
        if !present.allSatisfy({ values.admits($0.1) }) {
            add(.mapValues(values.constraints), at: path, value: shown)
        }
        return Dictionary(present) { first, _ in first }
    }

    mutating func requiredMap(
        _ member: MapMember<String>?, keys: TextShape, values: TextShape, at path: String, limit: Int? = nil
    ) -> [String: String] {
        if member == nil { add(.notNull, at: path, value: .null) }
        return map(member, keys: keys, values: values, at: path, limit: limit)
    }
}
