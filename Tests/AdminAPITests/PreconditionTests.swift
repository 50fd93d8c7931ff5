import Testing

@testable import AdminAPI

@Suite struct PreconditionTests {
    @Test(arguments: [
        ("*", true), (#""7""#, true), (#""6", "7""#, true), (#""8""#, false), (#"W/"7""#, false), (#""77""#, false),
    ]) func admits(_ header: String, _ isAdmitted: Bool) throws {
        let precondition = try #require(Precondition(header: header))
        #expect(precondition.admits(version: 7) == isAdmitted)
    }

    @Test(arguments: ["", "7", #""7"#, #""7", *"#]) func malformed(_ header: String) {
        #expect(Precondition(header: header) == nil)
    }

    @Test func tagsOfRepresentationsDiffer() {
        #expect(EntityTag(of: [1]) != EntityTag(of: [2]))
        #expect(EntityTag(of: [1]) == EntityTag(of: [1]))
    }
}
