import Foundation
import StrictJSON
import Testing

@testable import Sluice

@Suite struct `An archive in parts` {
    private func parts(_ content: String, size: Int) throws -> (parts: [ArchiveParts.Part], archive: ArchiveParts) {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(content.utf8).write(to: file)
        var archive = try ArchiveParts(file: file.path, size: size)
        var parts: [ArchiveParts.Part] = []
        while let part = try archive.next() { parts.append(part) }
        return (parts, archive)
    }

    @Test func `is cut between lines, and loses none`() throws {
        let cut = try parts(
            "{\"a\":1}\n{\"b\":2}\n{\"long\":\"\(String(repeating: "x", count: 40))\"}\n{\"c\":3}", size: 20)
        #expect(
            cut.parts.map { String(decoding: $0.bytes, as: UTF8.self) } == [
                "{\"a\":1}\n{\"b\":2}\n", "{\"long\":\"\(String(repeating: "x", count: 40))\"}\n", "{\"c\":3}",
            ])
        #expect(cut.parts.map(\.linesBefore) == [0, 2, 3])
        #expect(cut.archive.end == nil)
    }

    @Test func `keeps its end line back`() throws {
        let cut = try parts("{\"a\":1}\n{\"kind\":\"end\",\"identities\":1,\"merges\":0}\n", size: 1_000)
        #expect(cut.parts.map { String(decoding: $0.bytes, as: UTF8.self) } == ["{\"a\":1}\n"])
        #expect(try #require(cut.archive.end) == (1, 0))
    }

    @Test func `is read from pieces that end anywhere`() throws {
        let lines = (0..<20_000).map { "{\"n\":\($0)}\n" }
        let cut = try parts(lines.joined(), size: 5_000)
        #expect(cut.parts.count > 40)
        #expect(cut.parts.allSatisfy { $0.bytes.count <= 5_000 && $0.bytes.last == UInt8(ascii: "\n") })
        #expect(String(decoding: cut.parts.flatMap(\.bytes), as: UTF8.self) == lines.joined())
    }

    @Test func `has reports that add up, with the lines of the file`() throws {
        let report = try JSONDocument(
            #"""
            {"lines":3,"identities":{"made":1,"unchanged":1,"skipped":1},"merges":{"made":0,"unchanged":0,"skipped":0},
            "loginsMade":2,"skippedLines":[{"line":3,"code":"loginTaken","detail":"d"}]}
            """#, limits: .request)
        var total = ImportTotal()
        total.add(report.root, linesBefore: 0)
        total.add(report.root, linesBefore: 10)
        #expect(total.isWhole((6, 0)) == true)
        #expect(total.isWhole((7, 0)) == false)
        #expect(total.isWhole(nil) == nil)
        let json = try JSONDocument(total.json((6, 0), dryRun: true), limits: .request).root
        #expect(json["lines"]?.number?.integer == 7)
        #expect(json["identities"]?["made"]?.number?.integer == 2)
        #expect(json["skippedLines"]?.elements.map { $0["line"]?.number?.integer } == [3, 13])
        #expect(json["isWhole"]?.bool == true)
    }
}
