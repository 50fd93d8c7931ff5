import IAMPolicy

/// What one kind of request to an API means to policies.
package struct Route: Sendable {
    /// Nil for every method.
    let methods: Set<String>?
    let path: PathPattern
    let action: Action
    let resource: ResourceTemplate
    /// In place of the API's own.
    let policy: AttachedPolicy?
    /// Whether nobody has to say who they are. A Deny counts all the same.
    let admitsAnonymous: Bool

    func holds(_ method: String) -> Bool { methods?.contains(method) ?? true }

    /// Whether nothing is left for `other`, which stands behind this one.
    func covers(_ other: Route) -> Bool {
        let coversMethods = methods.map { ours in other.methods?.isSubset(of: ours) ?? false } ?? true
        return coversMethods && path.covers(other.path)
    }
}
