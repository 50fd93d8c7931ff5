import struct Foundation.Date

/// A role as administrators see it: what it is and who may wear it, without its policies, which are asked for one by one.
package struct RoleDetails: Sendable, Equatable {
    package var account: AccountID
    package var id: UniqueID
    package var path: String
    package var name: String
    /// As it was stored, to the character.
    package var trustPolicy: String
    package var maxSessionSeconds: Int
    package var description: String?
    package var createdAt: Date
    /// By key.
    package var tags: [Tag]
    /// The ARN of the managed policy that bounds what it may do; nil for no boundary.
    package var boundary: String?

    package init(
        account: AccountID, id: UniqueID, path: String = "/", name: String, trustPolicy: String,
        maxSessionSeconds: Int = 3600, description: String? = nil, createdAt: Date, tags: [Tag] = [],
        boundary: String? = nil
    ) {
        self.account = account
        self.id = id
        self.path = path
        self.name = name
        self.trustPolicy = trustPolicy
        self.maxSessionSeconds = maxSessionSeconds
        self.description = description
        self.createdAt = createdAt
        self.tags = tags
        self.boundary = boundary
    }

    package var arn: String { "arn:aws:iam::\(account):role\(path)\(name)" }
}
