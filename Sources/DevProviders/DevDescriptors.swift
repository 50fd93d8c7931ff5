import Foundation
import ProviderDescriptors

/// The built-in descriptors with other addresses: what a broker needs to take the played providers for the real ones.
/// Issuers, rules and checks stay as they are.
package struct DevDescriptors: Sendable {
    private let base: String

    /// - Parameter port: where the played providers listen, on loopback.
    package init(port: Int) {
        base = "http://127.0.0.1:\(port)"
    }

    /// Names and texts of the files.
    package var files: [(name: String, text: String)] {
        EmbeddedDescriptors.files.compactMap { file in
            guard let moves = Self.moves[file.name] else { return nil }
            var text = String(decoding: file.bytes, as: UTF8.self)
            for (real, played) in moves { text.replace(real, with: "\(base)/\(played)") }
            if file.name == "user-pool.yaml" {
                text += "endpoint_override:\n  \"*\": \(base)/\(DevProvider.userPool.rawValue)/{poolId}\n"
            }
            text += "http:\n  allow_http_loopback: true\n"
            return (file.name, "# Development only: a provider played on this machine.\n" + text)
        }
    }

    /// Writes the files into a directory, which is made when it is not there.
    package func write(to directory: String) throws {
        let folder = URL(filePath: directory, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in files {
            try file.text.write(to: folder.appending(path: file.name), atomically: true, encoding: .utf8)
        }
    }

    private static let moves: [String: [(real: String, played: String)]] = [
        "google.yaml": [("https://www.googleapis.com", "google")],
        "apple.yaml": [("https://appleid.apple.com/auth", "apple/auth")],
        "facebook.yaml": [
            ("https://graph.facebook.com", "facebook"),
            ("https://limited.facebook.com/.well-known", "facebook/.well-known"),
        ],
        "twitter.yaml": [("https://api.twitter.com", "twitter")],
        "amazon.yaml": [("https://api.amazon.com", "amazon")],
        "user-pool.yaml": [("https://cognito-idp.{region}.amazonaws.com", "user-pool")],
    ]
}
