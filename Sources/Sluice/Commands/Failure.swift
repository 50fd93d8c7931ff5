import ArgumentParser
import Foundation

/// Something an operator can mend, in words.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Runs a command and says on standard error why it ended, once, without the decoration of an uncaught error.
    static func explained(_ command: () async throws -> Void) async throws {
        do {
            try await command()
        } catch {
            FileHandle.standardError.write(Data("sluice: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }
}
