/// Where and when a derived signing key is good: one day, one region, one service.
package struct CredentialScope: Hashable, Sendable, CustomStringConvertible {
    /// `yyyymmdd`.
    package let date: String
    package let region: String
    package let service: String

    /// The last field of every scope.
    package static let terminator = "aws4_request"

    package init(date: String, region: String, service: String) {
        self.date = date
        self.region = region
        self.service = service
    }

    package var description: String { "\(date)/\(region)/\(service)/\(Self.terminator)" }
}
