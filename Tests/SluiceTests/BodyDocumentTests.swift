import Foundation
import StrictJSON
import Testing

@testable import Sluice

@Suite struct `A body that is sent` {
    private func text(_ document: BodyDocument) -> String { String(decoding: document.bytes, as: UTF8.self) }

    @Test(arguments: [
        ("name=mine", #"{"name":"mine"}"#), ("allowsGuests=true", #"{"allowsGuests":true}"#),
        ("tags={\"a\":\"b\"}", #"{"tags":{"a":"b"}}"#), ("list=[1, 2]", #"{"list":[1, 2]}"#), ("n=12", #"{"n":12}"#),
        ("n=\"12\"", #"{"n":"12"}"#), ("text=a=b\"c", #"{"text":"a=b\"c"}"#), ("empty=", #"{"empty":""}"#),
        ("gone=null", #"{"gone":null}"#), ("broken={", #"{"broken":"{"}"#),
    ])
    func `has members that are JSON or text`(_ assignment: String, _ json: String) {
        var document = BodyDocument()
        document.set(assignment)
        #expect(text(document) == json)
    }

    @Test func `is what is there, without what cannot be set, and with what is set`() throws {
        let current = try JSONDocument(#"{"id":"x","name":"a\"b","deep":{"k":[1]},"version":3}"#, limits: .request)
        var document = BodyDocument(current.root, excluding: ["id", "version"])
        document.set("deep=1")
        #expect(text(document) == #"{"name":"a\"b","deep":1}"#)
    }

    private func file(_ name: String, _ content: String) throws -> String {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let file = directory.appending(path: name)
        try Data(content.utf8).write(to: file)
        return file.path
    }

    @Test func `comes from YAML or JSON, whatever the file is called`() throws {
        let yaml = try file(
            "pool.yaml", "name: mine\nallowsGuests: true\nrate: 1.5\ntags: {a: '1'}\ndate: 2012-10-17\n")
        #expect(
            try BodyDocument.json(ofFile: yaml).text
                == #"{"name":"mine","allowsGuests":true,"rate":1.5,"tags":{"a":"1"},"date":"2012-10-17"}"#)
        let json = try file("body", "\n {\"a\": 1}\n")
        #expect(try BodyDocument.json(ofFile: json).root["a"]?.number?.integer == 1)
    }

    @Test(arguments: [
        ("a.json", "{\n  \"a\": 1,\n  \"a\": 2\n}", "line 3, column"), ("a.json", "", "is empty"),
        ("a.json", "{\"a\": 1} x", "line 1, column 10: there is something behind the end"),
        ("a.json", "{\"a\":", "ends in the middle"), ("a.json", "a: b", "line 1, column 1"),
        ("a.yaml", "a: 1\na: 2", "is written twice"), ("a.yaml", "a: [1", "is not YAML"),
        ("a.yaml", "a: .inf", "has values that JSON does not have"),
        ("a.yaml", String(repeating: "#", count: 2_097_153), "is longer than 2097152 bytes"),
    ])
    func `is refused with the place of the mistake`(_ name: String, _ content: String, _ words: String) throws {
        let file = try file(name, content)
        let error = #expect(throws: (any Error).self) { try BodyDocument.json(ofFile: file) }
        #expect("\(String(describing: error))".contains(words), "\(String(describing: error))")
    }

    @Test func `does not come from a file that is not there`() {
        #expect(throws: Failure.self) { try BodyDocument.json(ofFile: "/nowhere/at/all.json") }
    }
}
