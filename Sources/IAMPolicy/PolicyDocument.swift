import StrictJSON

/// Where a document is kept, which says what may stand in it.
package enum PolicyKind: Sendable, Hashable {
    /// A role's trust policy.
    case trust
    /// Inline in a role, user or group.
    case inline
    case managed
    /// Handed over when a session begins.
    case session
    /// A managed policy, used as a permissions boundary.
    case boundary
    /// A resource server's own.
    case resource
}

/// What differs between deployments.
package struct PolicyRules: Sendable {
    /// The only partition that ARNs in resources may name.
    package var partition: String
    /// Whether a trust policy that admits tokens of a shared provider must say whose; off for imports.
    package var controlsProviders: Bool

    package init(partition: String = "aws", controlsProviders: Bool = true) {
        self.partition = partition
        self.controlsProviders = controlsProviders
    }

    package static let standard = PolicyRules()
    /// For documents read back from the store: what was admitted once, by whatever rules then, is evaluated as it is.
    package static let stored = PolicyRules(controlsProviders: false)
}

/// A policy document that was checked and made ready to judge by.
///
/// There is no other way to make one, so evaluation never meets a malformed policy.
package struct PolicyDocument: Sendable {
    /// The text as it came, for those who ask for it back.
    package let text: String
    package let kind: PolicyKind
    private(set) var statements: [Statement]

    /// - Throws: the first check that failed, in IAM's own order.
    package init(
        parsing text: String, as kind: PolicyKind, under rules: PolicyRules = .standard
    ) throws(PolicyError) {
        let source = try PolicySource(text)
        try StorageChecks(kind: kind, rules: rules).check(source)
        self.text = text
        self.kind = kind
        var statements: [Statement] = []
        for statement in source.statements {
            statements.append(try Statement(statement, kind: kind, version: source.version))
        }
        self.statements = statements
    }

    /// What counts against a `PolicyQuota`: characters other than white space.
    package var size: Int { Self.size(of: text) }

    package static func size(of text: String) -> Int {
        text.unicodeScalars.count { !" \t\n\r".unicodeScalars.contains($0) }
    }

    /// The first entry of `Resource` or `NotResource` that is too short to match anything, in a resource's own policy.
    package var shortResource: String? {
        statements.lazy.flatMap { $0.resources?.entries ?? [] }.first(where: \.matchesNothing)?.text
    }

    // MARK: Trust policies

    /// The users and roles that Allow and Deny name by ARN, each once, in order. They must exist when the policy is
    /// saved: see `PolicyError.principalInvalid`.
    package var namedPrincipals: [String] {
        var found: [String] = []
        for entry in statements.flatMap({ $0.principal?.entries ?? [] }) {
            if let arn = entry.namedARN, !found.contains(where: { $0.isSame(as: arn) }) { found.append(arn) }
        }
        return found
    }

    /// The same policy with ARNs of users and roles bound to the unique ids they had when it was saved, so that whoever
    /// takes over a name does not take over the trust. ARNs without an id stay as they are.
    package func bindingPrincipals(_ uniqueIDs: [String: String]) -> PolicyDocument {
        var bound = self
        bound.statements = statements.map { $0.bindingPrincipals(uniqueIDs) }
        return bound
    }

    /// The same policy without effect for every Allow that admits Cognito tokens and never looks at their pool.
    ///
    /// For deployments with pools of more than one owner: there, such a role is open to everybody's pool.
    package func ignoringUnscopedCognitoStatements() -> PolicyDocument {
        var scoped = self
        scoped.statements = statements.map { statement in
            var statement = statement
            statement.isIgnored = ProviderControl.admitsAnyPool(statement)
            return statement
        }
        return scoped
    }
}
