import Testing

@testable import Authorizer

@Suite struct `The path of a route` {
    @Test(
        arguments: [
            ("/", "/", [:], nil), ("/a", "/a", [:], nil), ("/a/", "/a/", [:], nil), ("/a/*/c", "/a/b/c", [:], nil),
            ("/users/{id}", "/users/7", ["id": "7"], nil),
            ("/users/{id}/{n}", "/users/7/%20x", ["id": "7", "n": " x"], nil),
            ("/public/**", "/public/", [:], ""), ("/public/**", "/public/a/b", [:], "a/b"),
            ("/public/**", "/public/a/", [:], "a/"), ("/**", "/", [:], ""), ("/**", "/a/b", [:], "a/b"),
            ("/{x}/**", "/a/b", ["x": "a"], "b"), ("/a b/é", "/a%20b/%C3%A9", [:], nil),
        ] as [(String, String, [String: String], String?)])
    func `holds`(_ pattern: String, _ path: String, _ values: [String: String], _ rest: String?) throws {
        let match = try PathPattern(pattern).match(RequestPath(path))
        #expect(match == PathPattern.Match(values: values, rest: rest))
    }

    @Test(arguments: [
        ("/", "/a"), ("/a", "/"), ("/a", "/a/"), ("/a/", "/a"), ("/a", "/A"), ("/a", "/ab"), ("/a", "/a/b"),
        ("/users/{id}", "/users/"), ("/users/{id}", "/users/7/"), ("/users/{id}", "/users/7/8"),
        ("/users/*", "/users/"),
        ("/public/**", "/public"), ("/public/**", "/publicity/x"), ("/{x}/**", "/a"), ("/é", "/e%CC%81"),
    ])
    func `does not hold`(_ pattern: String, _ path: String) throws {
        #expect(try PathPattern(pattern).match(RequestPath(path)) == nil)
    }

    @Test(arguments: [
        ("", PathPattern.Mistake.notAbsolute), ("a", .notAbsolute), ("/a//b", .emptySegment), ("//", .emptySegment),
        ("//**", .emptySegment), ("/a/../b", .dotSegment), ("/.", .dotSegment), ("/a%20b", .character),
        ("/a;b", .character),
        ("/a\\b", .character), ("/a?b", .character), ("/a#b", .character), ("/a\nb", .character), ("/**/b", .wildcard),
        ("/a*", .wildcard), ("/{a}b", .wildcard), ("/a{b}", .wildcard), ("/***", .wildcard), ("/{}", .name),
        ("/{a b}", .name),
        ("/{a}/{a}", .repeatedName),
    ])
    func `is refused`(_ text: String, _ mistake: PathPattern.Mistake) {
        #expect(throws: mistake) { try PathPattern(text) }
    }

    @Test(arguments: [
        ("/a/**", "/a/b", true), ("/a/**", "/a/", true), ("/a/**", "/a", false), ("/a/**", "/a/**", true),
        ("/**", "/a/**", true), ("/a/**", "/**", false), ("/{x}", "/a", true), ("/*", "/{x}", true),
        ("/{x}", "/", false),
        ("/a", "/{x}", false), ("/a/{x}", "/a/{y}", true), ("/{x}/b", "/a/{y}", false), ("/a", "/a/**", false),
    ])
    func `covers another, or does not`(_ left: String, _ right: String, _ covers: Bool) throws {
        #expect(try PathPattern(left).covers(PathPattern(right)) == covers)
    }

    /// What is told to be unreachable is.
    @Test func `covers only what holds no path of its own`() throws {
        var generator = Seeded(seed: 4)
        var covered = 0
        for _ in 0..<4_000 {
            let left = try PathPattern(Self.pattern(&generator))
            let right = try PathPattern(Self.pattern(&generator))
            guard left.covers(right) else { continue }
            covered += 1
            for _ in 0..<20 {
                let path = try RequestPath(Self.path(&generator))
                if right.match(path) != nil { #expect(left.match(path) != nil, "\(left) \(right) \(path)") }
            }
        }
        #expect(covered > 200)
    }

    private static func pattern(_ generator: inout Seeded) -> String {
        let count = Int.random(in: 0...3, using: &generator)
        let parts = (0..<count).map { ["a", "b", "*", "{n\($0)}"].randomElement(using: &generator) ?? "a" }
        let end = ["", "", "/", "/**"].randomElement(using: &generator) ?? ""
        return parts.isEmpty ? (end == "/**" ? "/**" : "/") : "/" + parts.joined(separator: "/") + end
    }

    private static func path(_ generator: inout Seeded) -> String {
        let count = Int.random(in: 1...4, using: &generator)
        let parts = (0..<count).map { _ in ["a", "b", "c"].randomElement(using: &generator) ?? "a" }
        return "/" + parts.joined(separator: "/") + (Bool.random(using: &generator) ? "/" : "")
    }
}
