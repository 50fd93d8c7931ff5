import IdentityModel
import Postgres

extension [Tag] {
    /// Keys and values side by side, sorted by key.
    var columns: [PostgresValue] {
        let sorted = sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return [.textArray(sorted.map(\.key)), .textArray(sorted.map(\.value))]
    }

    /// With these tags set; the last of several with the same key counts.
    func setting(_ tags: [Tag], ignoringCase: Bool) -> [Tag] {
        tags.reduce(self) { $0.removing([$1.key], ignoringCase: ignoringCase) + [$1] }
    }

    func removing(_ keys: [String], ignoringCase: Bool) -> [Tag] {
        let gone = Set(keys.map { Tag.comparable($0, ignoringCase: ignoringCase) })
        return filter { !gone.contains(Tag.comparable($0.key, ignoringCase: ignoringCase)) }
    }
}

extension Tag {
    /// What makes two keys the same: their bytes, as IAM compares, so that composed and decomposed accents differ.
    package static func comparable(_ key: String, ignoringCase: Bool) -> [UInt8] {
        ignoringCase ? key.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } : Array(key.utf8)
    }
}

extension PostgresRow {
    func tags(_ keys: Int, _ values: Int) throws(PostgresError) -> [Tag] {
        zip(try textArray(keys), try textArray(values)).map(Tag.init)
    }
}

extension [String: String] {
    /// Keys and values side by side, sorted by key.
    var columns: [PostgresValue] {
        let sorted = sorted { $0.key < $1.key }
        return [.textArray(sorted.map(\.key)), .textArray(sorted.map(\.value))]
    }
}
