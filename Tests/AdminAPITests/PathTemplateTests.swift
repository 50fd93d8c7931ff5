import Testing

@testable import AdminAPI

@Suite struct PathTemplateTests {
    private func match(_ template: String, _ path: String) -> [String: String]? {
        PathTemplate(template).match(path.split(separator: "/", omittingEmptySubsequences: false))
    }

    @Test func wordsAndParameters() {
        #expect(match("/pools/{poolId}", "pools/us-east-1:1")?["poolId"] == "us-east-1:1")
        #expect(match("/pools/{poolId}", "pools/a%2Fb")?["poolId"] == "a/b")
        #expect(match("/pools/{poolId}", "pools/") == nil)
        #expect(match("/pools/{poolId}", "pools/a/b") == nil)
        #expect(match("/pools/{poolId}", "pool/a") == nil)
        #expect(match("/pools/{poolId}", "pools/a%2") == nil)
        #expect(match("/pools/{poolId}", "pools/%00") == nil)
        #expect(match("/pools/{poolId}", "pools/%ff") == nil)
    }

    @Test func verbs() {
        #expect(match("/i/{id}:disable", "i/us:1:disable")?["id"] == "us:1")
        #expect(match("/i/{id}:disable", "i/us:1%3Adisable")?["id"] == "us:1")
        #expect(match("/i/{id}:disable", "i/us:1") == nil)
        #expect(match("/i/{id}:disable", "i/:disable") == nil)
        #expect(match("/mappings:simulate", "mappings:simulate") == [:])
        #expect(match("/mappings:simulate", "mappings") == nil)
    }

    @Test func aVerbIsMoreExactThanAParameter() {
        #expect(PathTemplate("/i/{id}:disable").rank > PathTemplate("/i/{id}").rank)
        #expect(PathTemplate("/i/word").rank > PathTemplate("/i/{id}:verb").rank)
    }
}
