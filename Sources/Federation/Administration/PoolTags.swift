import IdentityModel
import STS
import Storage

/// Tags of pools.
///
/// - Source: Amazon Cognito Developer Guide, "Tagging resources": letters, digits, spaces and `_ . : / = + - @`, no `aws:`
///   in front, at most 50.
enum PoolTags {
    static let most = 50

    static func check(_ tags: [String: String]) throws(FederationError) {
        guard tags.count <= most else { throw .invalid(.tooManyTags(limit: most)) }
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) {
            guard key.unicodeScalars.allSatisfy(admits), !key.lowercased().hasPrefix("aws:") else {
                throw .invalid(.tagKey(key))
            }
            guard value.unicodeScalars.allSatisfy(admits) else { throw .invalid(.tagValue(key: key)) }
        }
    }

    private static func admits(_ scalar: Unicode.Scalar) -> Bool {
        if "_.:/=+-@ ".unicodeScalars.contains(scalar) { return true }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .spaceSeparator:
            return true
        default: return false
        }
    }
}

extension PoolAdministration {
    package func tags(of pool: String, by caller: RecognisedCaller) async throws(FederationError) -> [String: String] {
        try await find(pool, for: caller).pool.tags
    }

    /// Adds tags, or changes their values; the others stay.
    package func tag(
        _ pool: String, with tags: [String: String], by caller: RecognisedCaller
    ) async throws(FederationError) {
        let found = try await find(pool, for: caller).pool
        try PoolTags.check(tags)
        let outcome = try await stored { () throws(StorageError) in
            try await store.tag(found.id.uuid, with: tags, limit: PoolTags.most)
        }
        switch outcome {
        case .tagged: directory.forget(found.id.uuid)
        case .tooMany(let limit): throw .invalid(.tooManyTags(limit: limit))
        case .noSuchPool: throw .poolNotFound(pool)
        }
    }

    package func untag(
        _ pool: String, _ keys: [String], by caller: RecognisedCaller
    ) async throws(FederationError) {
        let found = try await find(pool, for: caller).pool
        let isThere = try await stored { () throws(StorageError) in try await store.untag(found.id.uuid, keys) }
        guard isThere else { throw .poolNotFound(pool) }
        directory.forget(found.id.uuid)
    }
}
