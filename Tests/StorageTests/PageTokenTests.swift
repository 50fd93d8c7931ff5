import IdentityModel
import Testing

@testable import Storage

@Suite struct `A page token` {
    private let tokens = PageTokens(MasterKey(Secret([UInt8](repeating: 1, count: 32)))!)

    @Test(arguments: ["", "place", "us-east-1:1f6d3e1e-0b0a-4a39-9d6e-0b2c7f4f9a11", "ü\n漢"])
    func `brings back the place that it was made for`(place: String) throws {
        let token = try tokens.seal(place, in: "list")
        #expect(tokens.open(token, in: "list") == place)
        #expect(!token.contains { $0.isWhitespace || "+/=".contains($0) })
    }

    @Test func `shows nothing of the place`() throws {
        let token = try tokens.seal("somebody", in: "list")
        #expect(try tokens.seal("somebody", in: "list") != token)
    }

    @Test func `belongs to one list of one deployment`() throws {
        let token = try tokens.seal("place", in: "list")
        #expect(tokens.open(token, in: "other") == nil)
        let stranger = PageTokens(MasterKey(Secret([UInt8](repeating: 2, count: 32)))!)
        #expect(stranger.open(token, in: "list") == nil)
    }

    @Test(arguments: ["", "x", "invented", "!!!", "é", String(repeating: "A", count: 65_535)])
    func `cannot be invented`(text: String) {
        #expect(tokens.open(text, in: "list") == nil)
    }

    @Test func `cannot be altered`() throws {
        let token = try tokens.seal("place", in: "list")
        for index in token.indices.dropLast() {
            var altered = token
            altered.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(tokens.open(altered, in: "list") == nil)
        }
    }
}
