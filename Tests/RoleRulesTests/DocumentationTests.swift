import Foundation
import Testing

@testable import RoleRules

@Suite struct `The page on role mapping` {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../docs/role-mapping.md")

    @Test func `shows a mapping that can be read`() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let blocks = text.components(separatedBy: "```json\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
        #expect(blocks.count == 2)
        for (index, block) in blocks.enumerated() {
            // The second one is a whole configuration.
            guard index == 1 else {
                #expect(mistakes(in: block) == [])
                continue
            }
            #expect(mistakes { () throws(MappingMistakes) in _ = try RoleConfiguration(parsing: block) } == [])
        }
        for inline in text.components(separatedBy: "`{").dropFirst().map({ "{" + $0.components(separatedBy: "`")[0] })
        where inline.contains(#""not": {"claim""#) || inline.contains(#""any": [{"claim""#) {
            #expect(throws: Never.self) { try condition(inline) }
        }
    }

    @Test func `names every operator`() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        for entry in OperatorName.all where !entry.isNegated && !entry.name.hasSuffix("IgnoringCase") {
            #expect(text.contains("`\(entry.name)`"), "\(entry.name)")
        }
    }
}
