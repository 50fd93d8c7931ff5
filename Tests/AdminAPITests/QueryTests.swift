import Testing

@testable import AdminAPI

@Suite struct `The query of a request` {
    private static let parameters = [QueryParameter("subject", .text(TextRule(length: 1...100)), "Whose.")]

    @Test(arguments: [("a%20b", "a b"), ("a+b", "a+b"), ("a%2Bb", "a+b"), ("a=b", "a=b")])
    func `is read as its signature covers it`(_ written: String, _ meant: String) {
        var mistakes: [Mistake] = []
        #expect(Query.read("subject=\(written)", Self.parameters, &mistakes) == ["subject": meant])
        #expect(mistakes.isEmpty)
    }
}
