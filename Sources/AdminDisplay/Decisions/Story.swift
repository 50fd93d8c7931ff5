/// Lines of text under headings, as they are put together. What goes in is shown text already.
struct Story {
    private(set) var lines: [String] = []

    mutating func heading(_ text: String) {
        if !lines.isEmpty { lines.append("") }
        lines.append(text)
    }

    /// - Parameter depth: how far it is indented, in steps.
    mutating func line(_ text: String, depth: Int = 1) {
        lines.append(String(repeating: "  ", count: depth) + text)
    }

    /// A name and what is to be said of it; nothing when there is nothing to say.
    mutating func fact(_ name: String, _ text: String?, depth: Int = 2) {
        guard let text, !text.isEmpty else { return }
        line(name.padded(to: 11) + text, depth: depth)
    }

    /// A fact with many words, broken between them.
    mutating func fact(_ name: String, words: [String], depth: Int = 2) {
        var row = ""
        var label = name
        for (index, word) in words.enumerated() {
            let next = index == words.count - 1 ? word : word + ","
            if !row.isEmpty, row.count + next.count > 88 {
                fact(label, row, depth: depth)
                (row, label) = ("", "")
            }
            row += row.isEmpty ? next : " " + next
        }
        fact(label, row, depth: depth)
    }
}
