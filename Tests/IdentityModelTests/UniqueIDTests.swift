import IdentityModel
import Testing

@Suite struct `A unique id` {
    @Test(arguments: [
        (UniqueID.Kind.role, "AROA"), (.user, "AIDA"), (.group, "AGPA"), (.managedPolicy, "ANPA"),
    ])
    func `tells its kind and its account`(kind: UniqueID.Kind, prefix: String) throws {
        let account = try #require(AccountID("000000000000"))
        var generator = FixedGenerator(value: 0)
        let id = UniqueID(kind, account: account, using: &generator)
        #expect(id.rawValue == "\(prefix)QAAAAAAAAAAAAAAAA")
        #expect(id.account == account)
        #expect(UniqueID(id.rawValue) == id)
        #expect(UniqueID(id.rawValue)?.kind == kind)
    }

    @Test func `is another one each time`() throws {
        let account = try #require(AccountID("123456789012"))
        var generator = SystemRandomNumberGenerator()
        let ids = Set((0..<100).map { _ in UniqueID(.role, account: account, using: &generator) })
        #expect(ids.count == 100)
        #expect(ids.allSatisfy { $0.account == account })
    }

    @Test(arguments: [
        "", "AROAQAAAAAAAAAAAAAAA", "AROAQAAAAAAAAAAAAAAAAA", "ASIAQAAAAAAAAAAAAAAAA", "AROAQAAAAAAAAAAAAAAA0",
        "aroaQAAAAAAAAAAAAAAAA",
    ])
    func `is no other text`(text: String) {
        #expect(UniqueID(text) == nil)
    }
}
