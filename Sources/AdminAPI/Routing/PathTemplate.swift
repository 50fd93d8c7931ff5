/// The places that a route answers for: `/pools/{poolId}/identities/{identityId}:disable`.
///
/// A place is a list of segments: a word, a parameter, and either of them with a verb behind a colon. Ids hold colons
/// themselves, so a verb counts only where a route has it, and a route with one goes before a route without.
package struct PathTemplate: Sendable {
    /// As it stands in the OpenAPI document.
    package let text: String
    private let segments: [Segment]

    private struct Segment: Sendable {
        /// A parameter's name, or nil for a word.
        let parameter: String?
        let word: String
        /// With its colon; empty when there is none.
        let verb: String
    }

    package init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/").map { part in
            let end = part.hasPrefix("{") ? part.firstIndex(of: "}") : nil
            let colon = part[(end ?? part.startIndex)...].firstIndex(of: ":") ?? part.endIndex
            let stem = part[..<colon]
            return Segment(
                parameter: end == nil ? nil : String(stem.dropFirst().dropLast()), word: end == nil ? String(stem) : "",
                verb: String(part[colon...]))
        }
    }

    package var parameters: [String] { segments.compactMap(\.parameter) }

    /// Words and verbs before parameters, so that the most exact template is tried first.
    var rank: Int { segments.reduce(0) { $0 + ($1.parameter == nil ? 2 : 0) + ($1.verb.isEmpty ? 0 : 1) } }

    /// The values of the parameters; nil when the path is another place.
    ///
    /// - Parameter path: the segments as the client wrote them, still percent-encoded.
    func match(_ path: [Substring]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, part) in zip(segments, path) {
            // Some clients encode the colon of a verb, too.
            guard let decoded = PercentEncoding.decode(part), decoded.hasSuffix(segment.verb) else { return nil }
            let stem = String(decoded.dropLast(segment.verb.count))
            if let name = segment.parameter {
                guard !stem.isEmpty else { return nil }
                values[name] = stem
            } else if !stem.utf8.elementsEqual(segment.word.utf8) {
                return nil
            }
        }
        return values
    }
}
