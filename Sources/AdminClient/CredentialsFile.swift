import IdentityModel

/// The profiles of an AWS shared credentials file.
///
/// - Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".
package struct CredentialsFile: Sendable {
    private let profiles: [String: [String: String]]

    package init(_ text: String) {
        var profiles: [String: [String: String]] = [:]
        var profile: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmed
            if line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                profile = String(line[line.index(after: line.startIndex)..<end].trimmed)
            } else if let profile, let equals = line.firstIndex(of: "=") {
                let name = line[..<equals].trimmed.lowercased()
                profiles[profile, default: [:]][name] = String(line[line.index(after: equals)...].trimmed)
            }
        }
        self.profiles = profiles
    }

    /// Nil when there is no such profile, or no key in it.
    package func credentials(of profile: String) -> AdminCredentials? {
        guard let entries = profiles[profile], let id = entries["aws_access_key_id"],
            let secret = entries["aws_secret_access_key"], !id.isEmpty, !secret.isEmpty
        else { return nil }
        let token = entries["aws_session_token"].flatMap { $0.isEmpty ? nil : $0 }
        return .key(id: id, secret: Secret(secret), sessionToken: token.map { Secret($0) })
    }

    package func region(of profile: String) -> String? { profiles[profile]?["region"] }
}

extension StringProtocol {
    fileprivate var trimmed: SubSequence {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let start = firstIndex { !isBlank($0) } ?? endIndex
        let end = self[start...].lastIndex { !isBlank($0) }.map { self.index(after: $0) } ?? start
        return self[start..<end]
    }
}
