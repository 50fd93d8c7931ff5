import StrictJSON

extension Schema {
    /// Adds everything in the value that is not of this shape.
    ///
    /// - Parameter pointer: of the value, as JSON pointers write it (RFC 6901).
    func check(_ node: JSONNode, at pointer: String = "", into mistakes: inout [Mistake]) {
        guard mistakes.count < Mistake.most else { return }
        func refuse(_ detail: String) { mistakes.append(Mistake(.body(pointer: pointer), detail)) }
        switch self {
        case .named(_, let schema): schema.check(node, at: pointer, into: &mistakes)
        case .anything: break
        case .nullable(let schema): if !node.isNull { schema.check(node, at: pointer, into: &mistakes) }
        case .boolean: if node.bool == nil { refuse("must be true or false") }
        case .text(let rule):
            guard let text = node.string else { return refuse("must be a text") }
            if let detail = rule.complaint(about: text) { refuse(detail) }
        case .integer(let range):
            guard let number = node.number?.integer else { return refuse("must be a whole number") }
            if !range.contains(number) { refuse(range.summary) }
        case .list(let element, let count):
            guard node.kind == .array else { return refuse("must be a list") }
            let elements = Array(node.elements)
            if !count.contains(elements.count) { return refuse("must have \(count.summary) elements") }
            for (index, value) in elements.enumerated() {
                element.check(value, at: "\(pointer)/\(index)", into: &mistakes)
            }
        case .map(let value, let keys, let count):
            guard node.kind == .object else { return refuse("must be an object") }
            let members = Array(node.members)
            if !count.contains(members.count) { return refuse("must have \(count.summary) members") }
            for (name, member) in members {
                let place = "\(pointer)/\(JSONPointer.escape(name))"
                if let detail = keys.complaint(about: name) { mistakes.append(Mistake(.body(pointer: place), detail)) }
                value.check(member, at: place, into: &mistakes)
            }
        case .object(let members):
            guard node.kind == .object else { return refuse("must be an object") }
            Self.check(node, members, at: pointer, into: &mistakes)
        }
    }

    private static func check(
        _ object: JSONNode, _ members: [Member], at pointer: String, into mistakes: inout [Mistake]
    ) {
        for (name, value) in object.members {
            let place = "\(pointer)/\(JSONPointer.escape(name))"
            if let member = members.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
                member.schema.check(value, at: place, into: &mistakes)
            } else if mistakes.count < Mistake.most {
                mistakes.append(Mistake(.body(pointer: place), "is not known here"))
            }
        }
        for member in members where member.isRequired && object[member.name] == nil {
            guard mistakes.count < Mistake.most else { return }
            mistakes.append(Mistake(.body(pointer: "\(pointer)/\(member.name)"), "is missing"))
        }
    }
}

extension TextRule {
    /// What is wrong with the text, as in "must be …"; nil when nothing is.
    func complaint(about text: String) -> String? {
        guard values.isEmpty else {
            return values.contains { $0.utf8.elementsEqual(text.utf8) }
                ? nil : "must be one of \(values.joined(separator: ", "))"
        }
        // No column of the database can hold it.
        if text.utf8.contains(0) { return "must not hold U+0000" }
        if !length.contains(text.unicodeScalars.count) { return "must have \(length.summary) characters" }
        if let form, !form.admits(text) { return "must be \(form.summary)" }
        return nil
    }
}

extension ClosedRange<Int> {
    fileprivate var summary: String { lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound) to \(upperBound)" }
}

extension ClosedRange<Int64> {
    fileprivate var summary: String { "must be from \(lowerBound) to \(upperBound)" }
}

/// - Source: RFC 6901 §3.
package enum JSONPointer {
    package static func escape(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
