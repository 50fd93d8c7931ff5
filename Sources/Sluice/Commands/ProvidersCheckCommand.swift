import ArgumentParser
import Foundation
import IdentityModel
import OutboundHTTP
import Providers
import StrictYAML

struct ProvidersCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Fetch a provider's discovery document and keys, and tell what would be refused and why.",
        discussion: """
            Everything is fetched as it would be for a login: over HTTPS, from public addresses, without redirects.
            Needs no database. Ends with 0 when nothing would be refused, with 1 otherwise.

            sluice providers check google
            sluice providers check oidc --issuer https://sso.example.com/realms/main
            sluice providers check ./company.yaml --output json
            """)

    enum Output: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Argument(help: "A descriptor file, or the id of a built-in descriptor.")
    var provider: String

    @Option(help: "The issuer, where the descriptor serves many: its URL as it would be registered.")
    var issuer: String?

    @Option(help: "A PEM file with the authorities that the issuer's certificate is signed by.")
    var certificateAuthority: String?

    @Flag(name: .customLong("allow-loopback-http"), help: "Admit issuers on this machine over plain HTTP.")
    var allowsLoopbackHTTP = false

    @Option(help: "How to tell.")
    var output = Output.text

    func run() async throws {
        var isSound = false
        try await Failure.explained {
            let fetcher = HTTPFetcher()
            let report = await ProviderCheck(fetcher).report(on: try descriptor(), registeredAs: try registration())
            await fetcher.shutdown()
            print(output == .json ? report.json : report.text)
            isSound = report.isSound
        }
        // What was found is said already; an error would only say it twice.
        if !isSound { throw ExitCode.failure }
    }

    private func descriptor() throws -> ProviderDescriptor {
        var descriptor: ProviderDescriptor
        if let builtIn = DescriptorCatalog.builtIn(id: provider) {
            descriptor = builtIn
        } else {
            guard provider.contains(where: { "/.".contains($0) }) else {
                let known = DescriptorCatalog.builtInIDs.joined(separator: ", ")
                throw Failure("There is no built-in provider '\(provider)'. Built in are \(known).")
            }
            do {
                descriptor = try DescriptorCatalog.descriptor(inFile: provider)
            } catch {
                throw Failure("The descriptor cannot be used.\n\(error)")
            }
        }
        if allowsLoopbackHTTP { descriptor.rules.allowsLoopbackHTTP = true }
        return descriptor
    }

    private func registration() throws -> OpenIDIssuer? {
        guard let issuer else {
            guard certificateAuthority == nil else { throw Failure("--certificate-authority needs --issuer.") }
            return nil
        }
        let authority = try certificateAuthority.map { file in
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw Failure("\(file) cannot be read.")
            }
            return text
        }
        let url = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        return OpenIDIssuer(url: url, certificateAuthority: authority)
    }
}
