import Yams

extension YAMLFields {
    /// A text that must be there.
    package func text(_ name: String) -> String {
        guard let value = optionalText(name) else {
            if !has(name) { note("is missing", at: name) }
            return ""
        }
        return value
    }

    package func optionalText(_ name: String) -> String? {
        guard let node = node(name) else { return nil }
        guard let text = node.text, !text.isEmpty else {
            note("must be text", at: name)
            return nil
        }
        return text
    }

    package func texts(_ name: String) -> [String]? {
        elements(name, "must be a list of texts") { $0.text }
    }

    package func integers(_ name: String, in range: ClosedRange<Int>) -> [Int]? {
        elements(name, "must be a list of whole numbers from \(range.lowerBound) to \(range.upperBound)") { node in
            node.integer.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    package func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = node(name) else { return nil }
        guard let number = node.integer, range.contains(number) else {
            note("must be a whole number from \(range.lowerBound) to \(range.upperBound)", at: name)
            return nil
        }
        return number
    }

    package func flag(_ name: String) -> Bool? {
        guard let node = node(name) else { return nil }
        guard let flag = node.flag else {
            note("must be true or false", at: name)
            return nil
        }
        return flag
    }

    package func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, of: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let text = optionalText(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            note("must be \(Self.list(Choice.allCases.map(\.rawValue)))", at: name)
            return nil
        }
        return choice
    }

    package func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
        _ name: String, of: Choice.Type
    ) -> Set<Choice>? where Choice.RawValue == String {
        guard let texts = texts(name) else { return nil }
        let choices = texts.compactMap { Choice(rawValue: $0) }
        if choices.count != texts.count {
            note("may only list \(Self.list(Choice.allCases.map(\.rawValue)))", at: name)
        }
        return Set(choices)
    }

    /// The fields of a mapping inside this one.
    package func section(_ name: String) -> YAMLFields? {
        guard let node = node(name) else { return nil }
        guard let fields = YAMLFields(node, path: full(name), log: log) else {
            note("must hold fields", at: name)
            return nil
        }
        return fields
    }

    /// The mappings of a list; none when the field is not there.
    package func sections(_ name: String) -> [YAMLFields] {
        guard let node = node(name) else { return [] }
        let entries = node.sequence?.enumerated().compactMap { index, entry in
            YAMLFields(entry, path: full("\(name)[\(index)]"), log: log)
        }
        guard let entries, entries.count == node.sequence?.count else {
            note("must be a list whose entries hold fields", at: name)
            return []
        }
        return entries
    }

    /// A mapping from names that we do not prescribe to texts.
    package func dictionary(_ name: String) -> [String: String]? {
        guard let section = section(name) else { return nil }
        return Dictionary(section.names.map { ($0, section.text($0)) }) { first, _ in first }
    }

    private func elements<Element>(_ name: String, _ reason: String, _ read: (Node) -> Element?) -> [Element]? {
        guard let node = node(name) else { return nil }
        let elements = node.sequence?.compactMap(read)
        guard let elements, elements.count == node.sequence?.count else {
            note(reason, at: name)
            return nil
        }
        return elements
    }

    private static func list(_ names: [String]) -> String {
        names.count == 1 ? names[0] : names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }
}
