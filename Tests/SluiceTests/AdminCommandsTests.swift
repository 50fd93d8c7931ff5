import AdminClient
import ArgumentParser
import Foundation
import StrictJSON
import Testing

@testable import Sluice

@Suite struct `The commands of the admin API` {
    /// `pools list` and its like, with what they ask.
    private static let verbs = verbs(below: Sluice.self, named: [])

    private static func verbs(below command: any ParsableCommand.Type, named name: [String]) -> [String: Verb] {
        var found: [String: Verb] = [:]
        for part in command.configuration.subcommands {
            let partName = name + [part.configuration.commandName ?? ""]
            if let call = part as? any AdminCall.Type { found[partName.joined(separator: " ")] = call.verb }
            found.merge(verbs(below: part, named: partName)) { first, _ in first }
        }
        return found
    }

    /// `GET /pools` and its like, of the document that is held against the routes.
    private static func routes() throws -> [String: JSONNode] {
        var routes: [String: JSONNode] = [:]
        for (path, methods) in try #require(try document().root["paths"]).members {
            for (method, route) in methods.members { routes["\(method.uppercased()) \(path)"] = route }
        }
        return routes
    }

    private static func document() throws -> JSONDocument {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/openapi.json").standardizedFileURL
        let limits = JSONLimits(depth: 64, members: 10_000, stringBytes: 65_536, totalBytes: 16_777_216)
        return try JSONDocument(Array(try Data(contentsOf: file)), limits: limits)
    }

    /// Routes without a command of their own, and why.
    private static let unserved: [String: String] = [
        "GET /pools/{poolId}/decisions": "`decisions list --pool` asks the list of the account",
        "POST /audit:verify": "`audit verify` goes along all of it on the machine itself",
    ]

    @Test func `ask routes that there are`() throws {
        let routes = try Self.routes()
        #expect(Self.verbs.count > 5)
        for (name, verb) in Self.verbs {
            #expect(
                routes["\(verb.method.rawValue) \(verb.path)"] != nil,
                "\(name): \(verb.method.rawValue) \(verb.path)")
        }
    }

    @Test func `leave out no route`() throws {
        let served = Set(Self.verbs.values.map { "\($0.method.rawValue) \($0.path)" })
        let missing = try Set(Self.routes().keys).subtracting(served).subtracting(Self.unserved.keys)
        #expect(missing.isEmpty, "\(missing.sorted())")
    }

    @Test func `say what they do`() {
        for (name, verb) in Self.verbs {
            #expect(verb.abstract.hasSuffix(".") && !verb.name.isEmpty, "\(name)")
        }
    }

    /// Without a file a change sends back what it read, so that must be what the route takes.
    @Test func `send back only members that can be set`() throws {
        let routes = try Self.routes()
        for (name, verb) in Self.verbs where verb.method == .put {
            guard let put = routes["PUT \(verb.path)"], let get = routes["GET \(verb.path)"] else { continue }
            let taken = try Self.members(of: put["requestBody"]?["content"]?["application/json"]?["schema"])
            let shown = try Self.members(
                of: get["responses"]?["200"]?["content"]?["application/json"]?["schema"])
            // Access keys are switched, and never changed from what they are.
            guard !verb.readOnly.isEmpty else { continue }
            #expect(shown.subtracting(taken).isSubset(of: verb.readOnly), "\(name): \(shown.subtracting(taken))")
            #expect(verb.readOnly.isDisjoint(with: taken), "\(name)")
        }
    }

    private static func members(of schema: JSONNode?) throws -> Set<String> {
        let schema = try #require(schema)
        guard let name = schema["$ref"]?.string?.split(separator: "/").last else {
            return Set(schema["properties"].map { $0.members.map(\.name) } ?? [])
        }
        return try members(of: components()[String(name)])
    }

    private static func components() throws -> [String: JSONNode] {
        let schemas = try #require(try document().root["components"]?["schemas"])
        return Dictionary(uniqueKeysWithValues: schemas.members.map { ($0.name, $0.value) })
    }
}
