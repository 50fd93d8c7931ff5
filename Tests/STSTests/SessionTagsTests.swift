import IdentityModel
import Testing

@testable import STS

@Suite struct `The tags of a session` {
    @Test func `keep their spelling, and that of those which pass on`() throws {
        let tags = try SessionTags(
            [Tag(key: "Team", value: "a"), Tag(key: "site", value: "")], transitiveKeys: ["TEAM", "team"])
        #expect(tags.values == ["Team": "a", "site": ""])
        #expect(tags.transitiveKeys == ["Team"])
    }

    @Test(arguments: [
        (["a", "A"], [], SessionTagsError.duplicateKey),
        (["a", "a"], [], .duplicateKey),
        (["AWS:a"], [], .reservedKey),
        (["a"], ["b"], .transitiveKeyWithoutTag),
        ((0...50).map { "k\($0)" }, [], .tooMany),
    ])
    func `are refused`(_ keys: [String], _ transitive: [String], _ error: SessionTagsError) {
        #expect(throws: error) {
            try SessionTags(keys.map { Tag(key: $0, value: "v") }, transitiveKeys: transitive)
        }
    }

    @Test func `take in what the calling session passes on, and nothing else of it`() throws {
        var session = try SampleSeal.fullSession()
        session.principalTags = ["Team": "a", "site": "b"]
        session.transitiveTagKeys = ["Team"]
        let inherited = SessionTags(inheritedFrom: session)
        let joined = try SessionTags([Tag(key: "own", value: "c")], transitiveKeys: ["own"]).joined(to: inherited)
        #expect(joined.values == ["Team": "a", "own": "c"])
        #expect(joined.transitiveKeys == ["Team", "own"])
        #expect(throws: SessionTagsError.inheritedKey) {
            try SessionTags([Tag(key: "TEAM", value: "z")]).joined(to: inherited)
        }
    }

    @Test func `are fifty at most, with those that the calling session passes on`() throws {
        let inherited = try SessionTags(
            (1...30).map { Tag(key: "i\($0)", value: "v") }, transitiveKeys: (1...30).map { "i\($0)" })
        func own(_ count: Int) throws -> SessionTags {
            try SessionTags((1...count).map { Tag(key: "o\($0)", value: "v") })
        }
        #expect(try own(20).joined(to: inherited).values.count == 50)
        #expect(throws: SessionTagsError.tooMany) { try own(21).joined(to: inherited) }
    }
}
