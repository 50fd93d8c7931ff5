import IdentityModel

/// How two configurations differ, part by part.
package struct RoleConfigurationDiff: Sendable, Equatable {
    package var authenticatedRole: Change<String>?
    package var unauthenticatedRole: Change<String>?
    /// By mapping key, in the order of their bytes.
    package var mappings: [MappingChange] = []
    /// By name.
    package var tests: [TestChange] = []

    package var isEmpty: Bool {
        authenticatedRole == nil && unauthenticatedRole == nil && mappings.isEmpty && tests.isEmpty
    }

    /// Nil stands for what is not there.
    package struct Change<Value: Sendable & Equatable>: Sendable, Equatable {
        package let from: Value?
        package let to: Value?

        init?(_ from: Value?, _ to: Value?, _ isSame: (Value, Value) -> Bool) {
            switch (from, to) {
            case (nil, nil): return nil
            case (let from?, let to?) where isSame(from, to): return nil
            default:
                self.from = from
                self.to = to
            }
        }
    }

    package struct MappingChange: Sendable, Equatable {
        package let key: String
        package let kind: Kind
        /// `token` or `rules`; nil when it stays.
        package let type: Change<String>?
        /// `deny` or `authenticatedRole`; nil when it stays.
        package let otherwise: Change<String>?
        package let rules: [RuleChange]
    }

    package enum Kind: String, Sendable {
        case added, removed, changed
    }

    package struct RuleChange: Sendable, Equatable {
        package let kind: Kind
        /// Places among the rules, from 0; nil where the rule is not there.
        package let from: Int?
        package let to: Int?
        package let old: MappingRule?
        package let new: MappingRule?

        package enum Kind: String, Sendable {
            case added, removed, changed
            /// The same rule at another place among those that stay, which decides when it is tried.
            case moved
        }
    }

    package struct TestChange: Sendable, Equatable {
        package let name: String
        package let kind: Kind
    }
}

extension RoleConfigurationDiff {
    package init(from old: RoleConfiguration, to new: RoleConfiguration) {
        let isSame = { (left: String, right: String) in left.isSameBytes(as: right) }
        authenticatedRole = Change(old.authenticatedRoleARN, new.authenticatedRoleARN, isSame)
        unauthenticatedRole = Change(old.unauthenticatedRoleARN, new.unauthenticatedRoleARN, isSame)
        let keys = Set(old.mappings.keys).union(new.mappings.keys).sorted { $0.precedesBytes(of: $1) }
        mappings = keys.compactMap { MappingChange($0, old.mappings[$0], new.mappings[$0]) }
        tests = Self.changes(of: old.tests, to: new.tests)
    }

    private static func changes(of old: [RoleTest], to new: [RoleTest]) -> [TestChange] {
        var changes: [TestChange] = []
        for test in old {
            guard let other = new.first(where: { $0.name.isSameBytes(as: test.name) }) else {
                changes.append(TestChange(name: test.name, kind: .removed))
                continue
            }
            if other != test { changes.append(TestChange(name: test.name, kind: .changed)) }
        }
        for test in new where !old.contains(where: { $0.name.isSameBytes(as: test.name) }) {
            changes.append(TestChange(name: test.name, kind: .added))
        }
        return changes
    }
}

extension RoleConfigurationDiff.MappingChange {
    fileprivate init?(_ key: String, _ old: MappingDocument?, _ new: MappingDocument?) {
        guard old != new else { return nil }
        self.key = key
        kind = old == nil ? .added : new == nil ? .removed : .changed
        let isSame = { (left: String, right: String) in left == right }
        type = .init(old?.typeName, new?.typeName, isSame)
        otherwise = .init(old?.otherwiseName, new?.otherwiseName, isSame)
        rules = RoleConfigurationDiff.RuleChange.changes(of: old?.rules ?? [], to: new?.rules ?? [])
    }
}

extension RoleConfigurationDiff.RuleChange {
    /// The shortest way from one list to the other. What left and what came are one rule that changed when both have the
    /// same name.
    fileprivate static func changes(of old: [MappingRule], to new: [MappingRule]) -> [Self] {
        let steps = new.difference(from: old)
        var removed = steps.removals.map(Step.init)
        var changes: [Self] = []
        for inserted in steps.insertions.map(Step.init) {
            if let index = removed.firstIndex(where: { $0.rule == inserted.rule }) {
                let gone = removed.remove(at: index)
                changes.append(.init(kind: .moved, from: gone.place, to: inserted.place, old: nil, new: inserted.rule))
            } else if let name = inserted.rule.name,
                let index = removed.firstIndex(where: { $0.rule.name?.isSameBytes(as: name) ?? false })
            {
                let gone = removed.remove(at: index)
                changes.append(
                    .init(
                        kind: .changed, from: gone.place, to: inserted.place, old: gone.rule, new: inserted.rule))
            } else {
                changes.append(.init(kind: .added, from: nil, to: inserted.place, old: nil, new: inserted.rule))
            }
        }
        changes += removed.map { .init(kind: .removed, from: $0.place, to: nil, old: $0.rule, new: nil) }
        return changes.sorted { ($0.to ?? $0.from ?? 0, $0.from ?? -1) < ($1.to ?? $1.from ?? 0, $1.from ?? -1) }
    }

    private struct Step {
        let place: Int
        let rule: MappingRule

        init(_ change: CollectionDifference<MappingRule>.Change) {
            switch change {
            case .insert(let offset, let element, _), .remove(let offset, let element, _):
                place = offset
                rule = element
            }
        }
    }
}

extension MappingDocument {
    var rules: [MappingRule] {
        if case .rules(let rules) = source { rules } else { [] }
    }

    var typeName: String {
        switch source {
        case .token: "token"
        case .rules: "rules"
        }
    }

    var otherwiseName: String { ambiguousRoleResolution == .deny ? "deny" : "authenticatedRole" }
}
