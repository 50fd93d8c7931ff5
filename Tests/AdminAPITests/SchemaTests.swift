import StrictJSON
import Testing

@testable import AdminAPI

@Suite struct SchemaTests {
    private let shape = Schema.object([
        .init("name", .text(1...3)),
        .optional("count", .integer(0...9)),
        .optional("kind", .text(oneOf: ["a", "b"])),
        .optional("list", .list(.boolean, count: 0...2)),
        .optional("map", .map(.text(0...2), keys: TextRule(length: 1...2), count: 0...1)),
        .optional("gone", .nullable(.text(0...1))),
    ])

    private func mistakes(_ text: String) throws -> [String] {
        var mistakes: [Mistake] = []
        shape.check(try JSONDocument(text, limits: .request).root, into: &mistakes)
        return mistakes.map { mistake in
            guard case .body(let pointer) = mistake.place else { return "" }
            return "\(pointer): \(mistake.detail)"
        }
    }

    @Test func whatFits() throws {
        #expect(
            try mistakes(
                #"{"name":"abc","count":9,"kind":"b","list":[true,false],"map":{"k":"v"},"gone":null}"#
            ).isEmpty)
    }

    @Test(arguments: [
        (#"[]"#, ": must be an object"),
        (#"{}"#, "/name: is missing"),
        (#"{"name":""}"#, "/name: must have 1 to 3 characters"),
        (#"{"name":1}"#, "/name: must be a text"),
        (#"{"name":null}"#, "/name: must be a text"),
        (#"{"name":"a","count":10}"#, "/count: must be from 0 to 9"),
        (#"{"name":"a","count":1.5}"#, "/count: must be a whole number"),
        (#"{"name":"a","kind":"c"}"#, "/kind: must be one of a, b"),
        (#"{"name":"a","list":[true,1]}"#, "/list/1: must be true or false"),
        (#"{"name":"a","list":[true,true,true]}"#, "/list: must have 0 to 2 elements"),
        (#"{"name":"a","map":{"a/b":"v"}}"#, "/map/a~1b: must have 1 to 2 characters"),
        (#"{"name":"a","other":1}"#, "/other: is not known here"),
        (#"{"name":"a","gone":1}"#, "/gone: must be a text"),
    ]) func whatDoesNot(_ text: String, _ mistake: String) throws {
        #expect(try mistakes(text) == [mistake])
    }

    @Test func mistakesAreToldTogetherUpToALimit() throws {
        #expect(try mistakes(#"{"name":"","count":-1}"#).count == 2)
        let many = (0..<200).map { #""x\#($0)":1"# }.joined(separator: ",")
        #expect(try mistakes("{\(many)}").count == Mistake.most)
    }
}
