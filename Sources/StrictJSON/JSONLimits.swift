/// How much a text may hold before it is refused. Every limit is inclusive.
package struct JSONLimits: Sendable {
    /// Nesting of objects and arrays; the outermost one counts as 1.
    package var depth: Int
    /// Members of one object, elements of one array.
    package var members: Int
    /// Bytes of one string or name as written, quotes left out.
    package var stringBytes: Int
    /// Bytes of the whole text.
    package var totalBytes: Int

    package init(depth: Int, members: Int, stringBytes: Int, totalBytes: Int) {
        self.depth = depth
        self.members = members
        self.stringBytes = stringBytes
        self.totalBytes = totalBytes
    }

    /// Headers and payloads of tokens.
    package static let token = JSONLimits(depth: 8, members: 256, stringBytes: 16_384, totalBytes: 36_864)
    /// Documents fetched from a provider: discovery and key sets, whose `x5c` chains are long.
    package static let document = JSONLimits(depth: 16, members: 1_000, stringBytes: 65_536, totalBytes: 262_144)
    /// Bodies of requests; a Logins value may be 50,000 characters, each escaped as six bytes.
    package static let request = JSONLimits(depth: 32, members: 1_000, stringBytes: 300_000, totalBytes: 1_048_576)
    /// IAM policy documents.
    package static let policy = JSONLimits(depth: 16, members: 10_000, stringBytes: 131_072, totalBytes: 262_144)
}
