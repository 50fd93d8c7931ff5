/// Reads the ARN of a pool, which the actions on tags name instead of its id.
struct ResourceMember: Sendable {
    let arn: String?

    init(_ members: RequestMembers) throws(WireError) {
        arn = try members.text("ResourceArn")
    }

    /// - Returns: the pool's id; an empty one when the ARN is none, which nobody sees: permission was refused before.
    func pool(_ violations: inout Violations) -> String {
        PoolARN(violations.required(arn, .arn, at: "resourceArn"))?.pool ?? ""
    }
}
