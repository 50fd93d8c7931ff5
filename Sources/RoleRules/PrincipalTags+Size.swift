import IdentityModel
import StrictJSON

/// How much room tags take, told before anything is issued with them.
package struct PrincipalTagSize: Sendable, Equatable {
    package let tags: Int
    package let keyBytes: Int
    package let valueBytes: Int
    /// The claim in a token, name and all.
    package let claimBytes: Int

    /// What AWS publishes as the most for all attributes together, in bytes. Its guides do not agree on whether it counts
    /// names or values.
    package static let publishedLimit = 460

    /// Measured on the values, since a map of claims measures its names: see `PrincipalTagMap.attributeNameBytes`.
    package var exceedsPublishedLimit: Bool { valueBytes > Self.publishedLimit }
}

extension PrincipalTags {
    /// The claim under which a token carries tags.
    package static let claim = "https://aws.amazon.com/tags"

    /// Writes the claim's value: each tag a list of one.
    ///
    /// - Source: IAM User Guide, "Passing session tags using AssumeRoleWithWebIdentity".
    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("principal_tags")
        json.beginObject()
        for (key, value) in sorted { json.member(key, [value]) }
        json.endObject()
        json.endObject()
    }

    package var size: PrincipalTagSize {
        var json = JSONWriter()
        json.beginObject()
        json.name(Self.claim)
        write(to: &json)
        json.endObject()
        return PrincipalTagSize(
            tags: values.count, keyBytes: values.keys.reduce(0) { $0 + $1.utf8.count },
            valueBytes: values.values.reduce(0) { $0 + $1.utf8.count },
            claimBytes: values.isEmpty ? 0 : json.bytes.count - 2)
    }
}

extension PrincipalTagMap {
    /// The names of all attributes together, in bytes; AWS publishes 460 as the most.
    package var attributeNameBytes: Int { claims.values.reduce(0) { $0 + $1.utf8.count } }
}
