import Foundation
import Testing

@testable import IdentityModel

@Suite struct `The text of a UUID` {
    @Test func `is Foundation's, in either case`() {
        for _ in 0..<1_000 {
            let id = UUID.random()
            #expect(id.capitals == id.uuidString)
            #expect(id.text == id.uuidString.lowercased())
            #expect(UUID(text: id.text) == id)
            #expect(UUID(text: id.capitals) == id)
        }
    }

    @Test func `is random but for version and variant`() {
        let ids = (0..<1_000).map { _ in UUID.random().text }
        #expect(Set(ids).count == ids.count)
        let kinds = Set(ids.map { Array($0)[14] }), variants = Set(ids.map { Array($0)[19] })
        #expect(kinds == ["4"])
        #expect(variants == ["8", "9", "a", "b"])
    }

    @Test(arguments: [
        "", "0c6f7a58-6a3b-4a2e-9f43-3f4c9a1d0a0", "0c6f7a58-6a3b-4a2e-9f43-3f4c9a1d0a011",
        "0c6f7a586a3b-4a2e-9f43-3f4c9a1d0a01-", "0c6f7a58-6a3b-4a2e-9f43-3f4c9a1d0a0g",
        "0c6f7a58-6a3b-4a2e-9f43-3f4c9a1d0aé",
        "{0c6f7a58-6a3b-4a2e-9f43-3f4c9a1d0a01}", " 0c6f7a58-6a3b-4a2e-9f43-3f4c9a1d0a0",
        "0c6f7a58_6a3b_4a2e_9f43_3f4c9a1d0a01",
    ])
    func `is nothing else`(_ text: String) {
        #expect(UUID(text: text) == nil)
    }
}
