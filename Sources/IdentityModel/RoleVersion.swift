import struct Foundation.Date

/// One version of a pool's role configuration: default roles, mappings and test cases together. It never changes.
package struct RoleVersion: Sendable, Equatable {
    package let summary: Summary
    package let settings: RoleSettings

    package init(_ summary: Summary, _ settings: RoleSettings) {
        self.summary = summary
        self.settings = settings
    }

    package struct Summary: Sendable, Equatable {
        /// From 1 in each pool; none is given twice.
        package let number: Int64
        package let state: State
        package let isShadow: Bool
        package let change: RoleChange
        package let createdAt: Date
        /// The last time; nil for a version that never was in force.
        package let activatedAt: Date?

        package init(
            number: Int64, state: State, isShadow: Bool = false, change: RoleChange, createdAt: Date,
            activatedAt: Date?
        ) {
            self.number = number
            self.state = state
            self.isShadow = isShadow
            self.change = change
            self.createdAt = createdAt
            self.activatedAt = activatedAt
        }
    }

    package enum State: String, Sendable, CaseIterable {
        /// Never in force yet.
        case draft
        case active
        /// Was in force, and may be again.
        case former
    }
}

/// Who changes a pool's role configuration, by what door and why.
package struct RoleChange: Sendable, Equatable {
    /// The ARN of the caller, or the command.
    package let author: String
    package let source: Source
    /// For people; at most `longestComment` characters.
    package let comment: String

    /// In Unicode scalars.
    package static let longestComment = 1_024

    package init(by author: String, _ source: Source, comment: String = "") {
        self.author = author
        self.source = source
        self.comment = comment
    }

    /// Kept in rows; never rename one.
    package enum Source: String, Sendable, CaseIterable {
        case createIdentityPool = "CreateIdentityPool"
        case updateIdentityPool = "UpdateIdentityPool"
        case setIdentityPoolRoles = "SetIdentityPoolRoles"
        /// The declarative file.
        case apply
        /// The administrative REST interface.
        case admin
        /// What a pool had when versions began to be kept.
        case upgrade
    }
}

/// A version came into force.
package struct RoleActivation: Sendable, Equatable {
    package let number: Int64
    /// Nil for the first one of a pool.
    package let previous: Int64?
    package let change: RoleChange
    package let activatedAt: Date

    package init(number: Int64, previous: Int64?, change: RoleChange, activatedAt: Date) {
        self.number = number
        self.previous = previous
        self.change = change
        self.activatedAt = activatedAt
    }
}
