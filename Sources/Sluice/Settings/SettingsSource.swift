import Configuration
import Foundation
import SystemPackage

/// Where the text of a setting comes from: flags, then the environment, then one file.
///
/// Every value is read as text and judged by `SettingsReader`, so that a mistake is named in the user's own words
/// wherever it was made.
struct SettingsSource {
    private let reader: ConfigReader
    /// What is wrong with the file's names.
    let problems: [String]

    /// - Parameters:
    ///   - flags: values by key, such as `listen.port`.
    ///   - environment: `LISTEN_PORT` is found as `SLUICE_LISTEN_PORT`; `DATABASE_URL` keeps its customary name.
    init(flags: [String: String], environment: [String: String], file: String?) async throws(SettingsError) {
        var ours: [String: String] = [:]
        for (name, value) in environment where name.hasPrefix("SLUICE_") {
            ours[String(name.dropFirst("SLUICE_".count))] = value
        }
        if let url = environment["DATABASE_URL"], ours["DATABASE_URL"] == nil { ours["DATABASE_URL"] = url }
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, value) in flags {
            values[AbsoluteConfigKey(key.split(separator: ".").map(String.init))] = ConfigValue(
                .string(value), isSecret: Self.secrets.contains(key))
        }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: values),
            EnvironmentVariablesProvider(
                environmentVariables: ours, secretsSpecifier: .specific(Set(Self.secrets.map(Self.variable)))),
        ]
        problems = file.map(SettingsFile.problems) ?? []
        if let file {
            do {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
            } catch {
                throw SettingsError(
                    problems: problems.isEmpty ? ["\(file): cannot be read as YAML settings: \(error)"] : problems)
            }
        }
        reader = ConfigReader(providers: providers)
    }

    /// Settings whose values must not be seen.
    private static let secrets: Set = [
        "database.url", "master.key", "user.pool.secret.access.key", "user.pool.session.token",
    ]

    private static func variable(_ key: String) -> String { key.uppercased().replacing(".", with: "_") }

    func text(_ key: String) -> String? {
        reader.string(forKey: ConfigKey(stringLiteral: key), isSecret: Self.secrets.contains(key))
    }
}

/// Everything that is wrong with the settings, reported together.
struct SettingsError: Error, CustomStringConvertible {
    let problems: [String]

    var description: String {
        (["The settings have \(problems.count == 1 ? "a mistake" : "\(problems.count) mistakes"):"]
            + problems.map { "  - \($0)" }).joined(separator: "\n")
    }
}
