import IdentityModel
import Testing

@Suite struct `An access key id` {
    /// Account blocks computed with Python from the scheme; that of account 0 is the one seen in AWS's own ids.
    @Test(arguments: [
        ("000000000000", "QAAAAAAA", false), ("000000000001", "QAAAAAAA", true), ("123456789012", "RZPUZDIK", false),
        ("999999999999", "6RVFFB77", true), ("111122223333", "RTX3GSDS", true),
    ])
    func `carries its account`(account: String, block: String, isOdd: Bool) throws {
        let account = try #require(AccountID(account))
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20 {
            let id = AccessKeyID(.temporary, account: account, using: &generator)
            #expect(id.rawValue.hasPrefix("ASIA\(block)"))
            #expect(Array("QRSTUVWXYZ234567").contains(Array(id.rawValue)[12]) == isOdd)
            #expect(id.account == account)
        }
    }

    @Test func `takes its random part from the generator given`() throws {
        let account = try #require(AccountID("000000000000"))
        var zeros = FixedGenerator(value: 0)
        #expect(AccessKeyID(.longTerm, account: account, using: &zeros).rawValue == "AKIAQAAAAAAAAAAAAAAA")
        var ones = FixedGenerator(value: .max)
        #expect(AccessKeyID(.longTerm, account: account, using: &ones).rawValue == "AKIAQAAAAAAAP7777777")
        // The digits 1 to 8, the lowest bits first, on four bits and then on five.
        var counting = FixedGenerator(value: 0b01000_00111_00110_00101_00100_00011_00010_00001)
        #expect(AccessKeyID(.longTerm, account: account, using: &counting).rawValue == "AKIAQAAAAAAABCDEFGHI")
    }

    @Test func `reads back`() throws {
        let temporary = try #require(AccessKeyID("ASIAQAAAAAAAQZ234567"))
        #expect(temporary.kind == .temporary)
        #expect(temporary.rawValue == "ASIAQAAAAAAAQZ234567")
        #expect(temporary.account == AccountID("000000000001"))
        #expect(AccessKeyID("AKIAQAAAAAAAQZ234567")?.kind == .longTerm)
    }

    /// An expired key of AWS's own, published with its account in an article about the scheme.
    @Test func `of another cloud that uses the scheme tells its account`() {
        #expect(AccessKeyID("ASIAQNZGKIQY56JQ7WML")?.account == AccountID("029608264753"))
    }

    @Test func `from before the scheme tells no account`() throws {
        let id = try #require(AccessKeyID("AKIAIOSFODNN7EXAMPLE"))
        #expect(id.account == nil)
        // A block beyond twelve digits.
        #expect(try #require(AccessKeyID("AKIA7777777777777777")).account == nil)
    }

    @Test(arguments: [
        "", "ASIA", "AROAQAAAAAAAQZ234567", "asiaQAAAAAAAQZ234567", "ASIAQAAAAAAAQZ23456", "ASIAQAAAAAAAQZ2345678",
        "ASIAQAAAAAAAQZ234561", "ASIAQAAAAAAAQZ23456a", "ASIAQAAAAAAAQZ23456é", "ASIAQAAAAAAAQZ23456 ",
    ])
    func `is no other text`(text: String) {
        #expect(AccessKeyID(text) == nil)
    }
}

/// Always the same number.
struct FixedGenerator: RandomNumberGenerator {
    let value: UInt64

    mutating func next() -> UInt64 { value }
}
