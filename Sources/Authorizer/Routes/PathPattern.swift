/// The path of a route: literal segments, `{name}` for one segment that is kept, `*` for one that is not, and `**` at the end
/// for the rest of the path.
///
/// A slash at the end of a path counts: `/a` and `/a/` are two paths. `/a/**` holds `/a/` and everything below it, and not
/// `/a`.
package struct PathPattern: Sendable, Equatable {
    enum Segment: Sendable, Equatable {
        case literal(String)
        case named(String)
        case any
    }

    let segments: [Segment]
    let holdsRest: Bool

    package enum Mistake: String, Error, Sendable {
        case notAbsolute = "must begin with a slash"
        case emptySegment = "has a doubled slash"
        case dotSegment = "has a . or .. segment"
        case character = #"has a character that no path is let through with: % \ ; ? # or a control character"#
        case wildcard = "has * beside other text; a segment is *, {name} or a literal, and ** is the last one"
        case name = "has a {name} that is not 1 to 64 letters, digits, - or _"
        case repeatedName = "has a {name} twice"
    }

    /// - Parameter text: written decoded.
    package init(_ text: String) throws(Mistake) {
        guard text.hasPrefix("/") else { throw .notAbsolute }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && !#"%\;?#"#.utf8.contains($0) }) else {
            throw .character
        }
        var parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        holdsRest = parts.last == "**"
        if holdsRest { parts.removeLast() }
        guard !(holdsRest ? parts[...] : parts.dropLast()).contains("") else { throw .emptySegment }
        var segments: [Segment] = []
        for part in parts { segments.append(try Self.segment(part)) }
        self.segments = segments
        guard Set(names).count == names.count else { throw .repeatedName }
    }

    private static func segment(_ text: String) throws(Mistake) -> Segment {
        if text == "." || text == ".." { throw .dotSegment }
        if text == "*" { return .any }
        if text.hasPrefix("{"), text.hasSuffix("}") {
            let name = String(text.dropFirst().dropLast())
            guard isName(name) else { throw .name }
            return .named(name)
        }
        guard !text.utf8.contains(where: { "*{}".utf8.contains($0) }) else { throw .wildcard }
        return .literal(text)
    }

    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isNameByte }
    }

    /// The names of the segments that are kept.
    package var names: [String] {
        segments.compactMap { if case .named(let name) = $0 { name } else { nil } }
    }

    /// What a path holds at the pattern's places.
    package struct Match: Sendable, Equatable {
        package var values: [String: String] = [:]
        /// Behind the slash in front of `**`.
        package var rest: String?
    }

    /// Nil for a path that the pattern does not hold. Segments are compared byte by byte.
    package func match(_ path: RequestPath) -> Match? {
        guard holdsRest ? path.segments.count > segments.count : path.segments.count == segments.count else {
            return nil
        }
        var match = Match()
        for (pattern, text) in zip(segments, path.segments) {
            switch pattern {
            case .literal(let literal): guard literal.utf8.elementsEqual(text.utf8) else { return nil }
            case .any: guard !text.isEmpty else { return nil }
            case .named(let name):
                guard !text.isEmpty else { return nil }
                match.values[name] = text
            }
        }
        if holdsRest { match.rest = path.segments[segments.count...].joined(separator: "/") }
        return match
    }

    /// Whether every path that `other` holds is held by this one.
    func covers(_ other: PathPattern) -> Bool {
        guard holdsRest ? other.segments.count >= segments.count : other.segments.count == segments.count else {
            return false
        }
        guard holdsRest || !other.holdsRest else { return false }
        // `/a/**` does not hold `/a`, which is as long as its own literals.
        if holdsRest, !other.holdsRest, other.segments.count == segments.count { return false }
        return zip(segments, other.segments).allSatisfy { ours, theirs in
            switch (ours, theirs) {
            case (.literal(let left), .literal(let right)): left.utf8.elementsEqual(right.utf8)
            case (.literal, _): false
            case (_, .literal(let text)): !text.isEmpty
            default: true
            }
        }
    }
}

extension UInt8 {
    /// A letter, a digit, `-` or `_`.
    var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
