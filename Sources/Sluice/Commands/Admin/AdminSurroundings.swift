import AdminClient
import Foundation
import IdentityModel
import OutboundHTTP

/// What the environment says about brokers and credentials.
struct AdminSurroundings {
    private let environment: [String: String]

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
    }

    /// An empty variable counts as none.
    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func address(_ options: AdminOptions) async throws -> ServerAddress {
        var text = options.endpoint ?? variable("SLUICE_ENDPOINT")
        if text == nil { text = "http://localhost:\(try await SettingsReader.listenPort(file: options.config))" }
        guard let text, let address = try? ServerAddress(text) else {
            throw Failure("'\(text ?? "")' is not the URL of a broker, like https://sluice.example.com.")
        }
        guard address.isEncrypted || address.isThisMachine || options.allowsHTTP else {
            throw Failure(
                "\(address) is another machine and not encrypted: tokens and answers could be read on the way. "
                    + "Use https, or --allow-http.")
        }
        return address
    }

    func certificateAuthority(_ options: AdminOptions) throws -> String? {
        guard let file = options.certificateAuthority ?? variable("SLUICE_CA_FILE") else { return nil }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Failure("\(file) cannot be read.")
        }
        return text
    }

    /// A profile that was named, or else a bearer token, a key in the environment, the profile of the environment.
    func credentials(_ options: AdminOptions) throws -> (AdminCredentials, region: String) {
        if let profile = options.profile { return try credentials(ofProfile: profile) }
        if let token = variable("SLUICE_TOKEN") { return (.bearer(Secret(token)), region(nil)) }
        if let id = variable("AWS_ACCESS_KEY_ID"), let secret = variable("AWS_SECRET_ACCESS_KEY") {
            let token = variable("AWS_SESSION_TOKEN").map { Secret($0) }
            return (.key(id: id, secret: Secret(secret), sessionToken: token), region(nil))
        }
        return try credentials(ofProfile: variable("AWS_PROFILE") ?? "default")
    }

    private func credentials(ofProfile profile: String) throws -> (AdminCredentials, region: String) {
        let file =
            variable("AWS_SHARED_CREDENTIALS_FILE") ?? "\(variable("HOME") ?? NSHomeDirectory())/.aws/credentials"
        let profiles = (try? String(contentsOfFile: file, encoding: .utf8)).map { CredentialsFile($0) }
        guard let credentials = profiles?.credentials(of: profile) else {
            throw Failure(
                "There are no credentials: set SLUICE_TOKEN, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or have "
                    + "a key under [\(profile)] in \(file).")
        }
        return (credentials, region(profiles?.region(of: profile)))
    }

    private func region(_ ofProfile: String?) -> String {
        variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") ?? ofProfile ?? variable("SLUICE_REGION")
            ?? "us-east-1"
    }
}

extension SettingsReader {
    /// Where `serve` with these settings listens.
    static func listenPort(file: String?) async throws(SettingsError) -> Int {
        let environment = ProcessInfo.processInfo.environment
        let source = try await SettingsSource(
            flags: [:], environment: environment, file: file ?? environment["SLUICE_CONFIG"])
        return source.text("listen.port").flatMap { Int($0) } ?? 8_080
    }
}
