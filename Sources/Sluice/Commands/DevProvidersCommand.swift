import ArgumentParser
import DevProviders
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

struct DevProvidersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev-providers",
        abstract: "Development only: play Google, Facebook, Twitter, Apple, Amazon and a user pool on this machine.",
        discussion: """
            Whoever asks gets a token of whomever they name, so it listens on loopback and nowhere else. \
            `curl http://127.0.0.1:9401/` tells what it can do.
            """)

    @Option(help: "Address to listen on, of this machine alone.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on, 0 for any.")
    var port = 9401

    @Option(help: "Write descriptors for `sluice serve --providers-dir` that lead here.")
    var writeDescriptors: String?

    func run() async throws {
        try await Failure.explained {
            LoggingSystem.bootstrap { LineLogHandler(logLevel: .warning, label: $0, format: .human) }
            let logger = Logger(label: "dev-providers")
            let (host, chosenPort, directory) = (host, port, writeDescriptors)
            // Whoever finds us listening finds the descriptors too; only a port that we do not know yet must wait.
            if let directory, chosenPort != 0 { try DevDescriptors(port: chosenPort).write(to: directory) }
            let server = try DevProvidersServer(
                try DevProviders(keys: DevKeys()), host: host, port: chosenPort, logger: logger
            ) {
                port in
                do {
                    if let directory, chosenPort == 0 { try DevDescriptors(port: port).write(to: directory) }
                    let line = "DEVELOPMENT ONLY: providers that sign in anyone, on http://\(host):\(port)\n"
                    try FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
                } catch {
                    logger.error("the descriptors could not be written", metadata: ["reason": "\(error)"])
                }
            }
            try await ServiceGroup(services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
                .run()
        }
    }
}
