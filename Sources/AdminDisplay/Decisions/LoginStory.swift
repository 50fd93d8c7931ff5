import StrictJSON

/// One login: what it proved, or the check that it failed.
enum LoginStory {
    static func tell(_ login: JSONNode, in story: inout Story) {
        let provider = login["provider"]?.string?.shown ?? "?"
        let text = { (name: String) in login[name]?.string?.shown }
        guard login["outcome"]?.string == "refused" else {
            story.line("\(provider): proven")
            story.fact("subject", text("subject"))
            story.fact("issuer", text("issuer"))
            story.fact("audience", text("audience"))
            story.fact(
                "signed",
                [text("algorithm"), text("keyId").map { "key \($0)" }]
                    .compactMap(\.self).joined(separator: ", "))
            story.fact("expires", Moment.text(seconds: login["expiresAt"]))
            story.fact("passed", words: texts(login["passedChecks"]))
            tellClaims(login["claims"], in: &story)
            return
        }
        story.line("\(provider): refused: \(login["reason"]?.string.map(ReasonWords.text) ?? "?")")
        story.fact("passed", words: texts(login["passedChecks"]))
        story.fact("failed", text("failedCheck"))
        story.fact("claim", text("claim"))
        story.fact("expired", Moment.text(seconds: login["expiry"]))
        story.fact("it was", Moment.text(seconds: login["now"]))
        guard let claimed = login["claimed"] else { return }
        story.line("what the token says of itself, of which nothing was believed:", depth: 2)
        for (name, value) in claimed.members {
            let isTime = ["issuedAt", "expiresAt"].contains(name)
            story.fact(name.shown, isTime ? Moment.text(seconds: value) : Column.text(value), depth: 3)
        }
    }

    private static func tellClaims(_ claims: JSONNode?, in story: inout Story) {
        let members = claims.pairs
        story.fact(
            "claims",
            words: members.map { name, value in
                "\(name.shown)=\(value.isNull ? "(not kept)" : Column.text(value).cut(to: 60))"
            })
    }

    static func texts(_ node: JSONNode?) -> [String] {
        node.map { $0.elements.compactMap { $0.string?.shown } } ?? []
    }
}
