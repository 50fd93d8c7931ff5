import Federation

/// For actions that name a pool and nothing else.
struct PoolInput: SignedInput {
    let identityPoolID: String?

    init(_ members: RequestMembers) throws(WireError) {
        identityPoolID = try members.text("IdentityPoolId")
    }

    var resource: PermissionResource { .pool(identityPoolID) }

    /// - Returns: the pool's id.
    func checked() throws(Violations) -> String {
        var violations = Violations()
        let pool = violations.required(identityPoolID, .identityPoolID, at: "identityPoolId")
        try violations.refuse()
        return pool
    }

    func note(in record: inout AccessRecord) { record.poolID = identityPoolID }
}
