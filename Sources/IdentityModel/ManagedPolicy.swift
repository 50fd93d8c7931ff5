import struct Foundation.Date

/// A policy that stands on its own and is attached to users and roles: an account's, or one that is built in.
///
/// - Source: IAM API Reference, `Policy`.
package struct ManagedPolicy: Sendable, Equatable {
    package var arn: String
    /// `ANPA…`
    package var id: String
    package var path: String
    package var name: String
    package var description: String?
    package var defaultVersion: Int
    /// To how many users and roles it is attached.
    package var attachmentCount: Int
    /// Of how many users and roles it is the boundary.
    package var boundaryCount: Int
    package var createdAt: Date
    package var modifiedAt: Date
    /// By key.
    package var tags: [Tag]

    package init(
        arn: String, id: String, path: String = "/", name: String, description: String? = nil, defaultVersion: Int = 1,
        attachmentCount: Int = 0, boundaryCount: Int = 0, createdAt: Date, modifiedAt: Date, tags: [Tag] = []
    ) {
        self.arn = arn
        self.id = id
        self.path = path
        self.name = name
        self.description = description
        self.defaultVersion = defaultVersion
        self.attachmentCount = attachmentCount
        self.boundaryCount = boundaryCount
        self.createdAt = createdAt
        self.modifiedAt = modifiedAt
        self.tags = tags
    }

    /// - Source: IAM User Guide, "IAM and AWS STS quotas".
    package static let versionLimit = 5
    package static let attachmentLimit = 10
}

/// What a managed policy is used for.
package enum PolicyUsage: String, Sendable, CaseIterable {
    case boundary = "PermissionsBoundary"
    case permissions = "PermissionsPolicy"
}

/// One of the texts that a managed policy has had.
package struct PolicyVersion: Sendable, Equatable {
    package var number: Int
    package var document: String
    package var isDefault: Bool
    package var createdAt: Date

    package init(number: Int, document: String, isDefault: Bool, createdAt: Date) {
        self.number = number
        self.document = document
        self.isDefault = isDefault
        self.createdAt = createdAt
    }
}
