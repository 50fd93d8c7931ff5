/// An Allow that reaches further than anybody has written down: for those who look over policies, not for judging.
package struct WildcardGrant: Sendable, Equatable {
    /// Counted from 0.
    package let statement: Int
    package let sid: String?
    package let reach: Reach

    package enum Reach: Sendable, Equatable {
        case everyAction
        /// `s3:*`: the name of the service.
        case everyActionOf(String)
        /// `NotAction`: everything that is not listed, and whatever will be invented.
        case everyActionBut
        case everyResource
        /// `NotResource`
        case everyResourceBut
    }
}

extension PolicyDocument {
    /// Each reach of each statement once.
    package var wildcardGrants: [WildcardGrant] {
        statements.enumerated().flatMap { index, statement in
            guard statement.effect == .allow else { return [WildcardGrant]() }
            var reaches: [WildcardGrant.Reach] = []
            if statement.actions.isNegated {
                reaches.append(.everyActionBut)
            } else {
                for action in statement.actions.entries {
                    let parts = action.text.split(separator: ":", maxSplits: 1)
                    if action.text.allSatisfy({ $0 == "*" || $0 == ":" }) {
                        reaches.append(.everyAction)
                    } else if parts.count == 2, parts[1].allSatisfy({ $0 == "*" }) {
                        reaches.append(.everyActionOf(parts[0].lowercased()))
                    }
                }
            }
            if let resources = statement.resources {
                if resources.isNegated {
                    reaches.append(.everyResourceBut)
                } else if resources.entries.contains(where: { $0.text.allSatisfy { $0 == "*" || $0 == ":" } }) {
                    reaches.append(.everyResource)
                }
            }
            return reaches.map { WildcardGrant(statement: index, sid: statement.sid, reach: $0) }
        }
    }
}
