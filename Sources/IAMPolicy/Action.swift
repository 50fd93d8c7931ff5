/// What a request wants to do: `s3:GetObject`. Compared without regard to ASCII case.
package struct Action: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let name: String
    fileprivate let folded: [UInt8]

    package init(_ name: String) {
        self.name = name
        folded = name.utf8.map(\.asciiLowercased)
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }

    package static func == (left: Self, right: Self) -> Bool { left.folded == right.folded }
    package func hash(into hasher: inout Hasher) { hasher.combine(folded) }
    package var description: String { name }

    package static let assumeRole: Action = "sts:AssumeRole"
    package static let assumeRoleWithSAML: Action = "sts:AssumeRoleWithSAML"
    package static let assumeRoleWithWebIdentity: Action = "sts:AssumeRoleWithWebIdentity"
    package static let tagSession: Action = "sts:TagSession"
    package static let setSourceIdentity: Action = "sts:SetSourceIdentity"
    package static let setContext: Action = "sts:SetContext"
}

/// One entry of `Action` or `NotAction`. Storage has made sure that a service stands before the only colon and is free
/// of wildcards, so one comparison of the whole is the same as one on each side.
struct ActionPattern: Sendable {
    let text: String
    private let glob: Glob

    init(_ text: String) {
        self.text = text
        glob = Glob(text.utf8, wildcards: true).foldingCase
    }

    func matches(_ action: Action) -> Bool { glob.matches(action.folded.span) }
}
