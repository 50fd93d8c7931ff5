/// A user or a role, by name, whatever the case it is written in: whom policies belong to.
package struct PolicyHolder: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case user, role
    }

    package let kind: Kind
    package let name: String
    package let account: AccountID

    package init(_ kind: Kind, _ name: String, account: AccountID) {
        self.kind = kind
        self.name = name
        self.account = account
    }
}

/// A user or role that a managed policy is attached to.
package struct AttachedEntity: Sendable, Equatable {
    package let kind: PolicyHolder.Kind
    package let name: String
    /// `AIDA…` or `AROA…`.
    package let id: String

    package init(kind: PolicyHolder.Kind, name: String, id: String) {
        self.kind = kind
        self.name = name
        self.id = id
    }
}
