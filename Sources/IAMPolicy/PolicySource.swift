import StrictJSON

/// A policy document as written: its elements taken apart, none of them judged yet.
///
/// - Source: IAM User Guide, "Grammar of the IAM JSON policy language".
struct PolicySource {
    enum Version: String {
        case v2008 = "2008-10-17"
        case v2012 = "2012-10-17"
    }

    /// Nil when it is left out, which means the older one.
    let version: Version?
    let statements: [StatementSource]

    /// - Throws: `PolicyError.syntax`.
    init(_ text: String) throws(PolicyError) {
        guard let document = try? JSONDocument(text, limits: .policy) else { throw .syntax }
        let elements = try document.root.elements(among: ["Version", "Id", "Statement"])
        if let version = elements["Version"] {
            guard let known = version.string.flatMap(Version.init(rawValue:)) else { throw .syntax }
            self.version = known
        } else {
            version = nil
        }
        if let id = elements["Id"], id.kind != .string { throw .syntax }
        guard let list = elements["Statement"] else { throw .syntax }
        var statements: [StatementSource] = []
        if list.kind == .array {
            for statement in list.elements { statements.append(try StatementSource(statement)) }
        } else {
            statements.append(try StatementSource(list))
        }
        guard !statements.isEmpty else { throw .syntax }
        self.statements = statements
    }
}

struct StatementSource {
    /// `Action` or `NotAction`, `Resource` or `NotResource`.
    struct Choice {
        let isNegated: Bool
        let entries: [String]
    }

    struct Principals {
        let isNegated: Bool
        /// `"*"` in place of an object.
        let isEveryone: Bool
        let entries: [(type: String, text: String)]
    }

    struct ConditionEntry {
        let operation: ConditionOperator
        let key: String
        let values: [String]
    }

    let sid: String?
    /// In any case of letters.
    let effect: String
    let principals: Principals?
    let actions: Choice?
    let resources: Choice?
    /// Nil when there is no `Condition` at all.
    let conditions: [ConditionEntry]?

    private static let names: Set<String> = [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    ]

    fileprivate init(_ node: JSONNode) throws(PolicyError) {
        let elements = try node.elements(among: Self.names)
        if let sid = elements["Sid"] {
            guard let text = sid.string else { throw .syntax }
            self.sid = text
        } else {
            sid = nil
        }
        guard let effect = elements["Effect"]?.string, ["allow", "deny"].contains(effect.lowercased()) else {
            throw .syntax
        }
        self.effect = effect
        principals = try Self.either(elements, "Principal", "NotPrincipal", Principals.init)
        actions = try Self.either(elements, "Action", "NotAction", Choice.init)
        resources = try Self.either(elements, "Resource", "NotResource", Choice.init)
        conditions = try elements["Condition"].map(ConditionEntry.all)
    }

    private static func either<Element>(
        _ elements: [String: JSONNode], _ positive: String, _ negative: String,
        _ read: (JSONNode, Bool) throws(PolicyError) -> Element
    ) throws(PolicyError) -> Element? {
        switch (elements[positive], elements[negative]) {
        case (let node?, nil): try read(node, false)
        case (nil, let node?): try read(node, true)
        case (nil, nil): nil
        case (_?, _?): throw .syntax
        }
    }
}

extension StatementSource.Choice {
    /// A string or a list of strings; null in a list counts for nothing.
    fileprivate init(_ node: JSONNode, isNegated: Bool) throws(PolicyError) {
        self.isNegated = isNegated
        entries = try node.texts(skippingNull: true) { $0.string }
    }
}

extension StatementSource.Principals {
    fileprivate init(_ node: JSONNode, isNegated: Bool) throws(PolicyError) {
        self.isNegated = isNegated
        if let text = node.string {
            guard text == "*" else { throw .syntax }
            isEveryone = true
            entries = [("AWS", "*")]
            return
        }
        isEveryone = false
        var entries: [(type: String, text: String)] = []
        guard node.kind == .object else { throw .syntax }
        for (type, node) in node.members {
            guard ["AWS", "Federated", "Service", "CanonicalUser"].contains(type) else { throw .syntax }
            for text in try node.texts({ $0.string }) { entries.append((type, text)) }
        }
        self.entries = entries
    }
}

extension StatementSource.ConditionEntry {
    fileprivate static func all(_ node: JSONNode) throws(PolicyError) -> [Self] {
        guard node.kind == .object else { throw .syntax }
        var entries: [Self] = []
        for (name, block) in node.members {
            guard block.kind == .object else { throw .syntax }
            for (key, value) in block.members {
                // A block without keys is let through even under a name that is no operator.
                guard let operation = ConditionOperator(name) else { throw .syntax }
                entries.append(Self(operation: operation, key: key, values: try value.texts { $0.scalarText }))
            }
        }
        return entries
    }
}

extension JSONNode {
    /// The members of an object whose names are all known.
    fileprivate func elements(among names: Set<String>) throws(PolicyError) -> [String: JSONNode] {
        guard kind == .object else { throw .syntax }
        var elements: [String: JSONNode] = [:]
        for (name, value) in members {
            guard names.contains(name) else { throw .syntax }
            elements[name] = value
        }
        return elements
    }

    /// One text or a list of them.
    fileprivate func texts(
        skippingNull: Bool = false, _ read: (JSONNode) -> String?
    ) throws(PolicyError) -> [String] {
        guard kind == .array else {
            guard let text = read(self) else { throw .syntax }
            return [text]
        }
        var texts: [String] = []
        for element in elements where !(skippingNull && element.isNull) {
            guard let text = read(element) else { throw .syntax }
            texts.append(text)
        }
        return texts
    }

    /// Numbers and booleans mean the same with and without quotes.
    fileprivate var scalarText: String? {
        switch kind {
        case .string: string
        case .number, .true, .false: text
        default: nil
        }
    }
}
