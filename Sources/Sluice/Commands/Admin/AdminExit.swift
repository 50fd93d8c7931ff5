import AdminClient
import AdminDisplay
import ArgumentParser
import Foundation
import OutboundHTTP

/// How commands that ask a broker end, so that scripts can tell.
enum AdminExit {
    /// The broker said no, or what was looked at is not as it should be.
    static let refused = ExitCode(1)
    /// Nobody answered, or not now.
    static let unreachable = ExitCode(3)
    /// The command line, a file or the environment; the same as for a wrong flag.
    static let usage = ExitCode.validationFailure

    /// Runs a command and says on standard error why it ended.
    static func explained(_ command: () async throws -> Void) async throws {
        do {
            try await command()
        } catch let exit as ExitCode {
            throw exit
        } catch let error as AdminClientError {
            say(error.lines)
            throw error.exitCode
        } catch {
            say("\(error)".split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
            throw usage
        }
    }

    /// On standard error, line by line; nothing in them steers the terminal.
    static func say(_ lines: [String]) {
        for (index, line) in lines.enumerated() {
            FileHandle.standardError.write(Data("\(index == 0 ? "sluice: " : "  ")\(line.shown)\n".utf8))
        }
    }
}

extension AdminClientError {
    fileprivate var exitCode: ExitCode {
        if case .refused = self { AdminExit.refused } else { AdminExit.unreachable }
    }

    fileprivate var lines: [String] {
        switch self {
        case .refused(let problem): problem.lines("refused")
        case .failed(let problem): problem.lines("failed")
        case .unreachable(let trouble): ["The broker cannot be reached: \(trouble.words)."]
        case .unusable(let status, let type):
            [
                "What answered is no admin API: status \(status)\(type.map { ", \($0)" } ?? "").",
                "Is --endpoint right?",
            ]
        }
    }
}

extension ToldProblem {
    fileprivate func lines(_ verb: String) -> [String] {
        var lines = ["\(verb), \(status) \(code): \(detail)"]
        for mistake in mistakes { lines.append("\(mistake.place.map { "\($0): " } ?? "")\(mistake.detail)") }
        switch status {
        case 412: lines.append("Somebody changed it meanwhile. Look at it again; --force changes whatever is there.")
        case 401: lines.append("Credentials come from SLUICE_TOKEN, AWS_ACCESS_KEY_ID and so on, or an AWS profile.")
        default: break
        }
        if let requestID { lines.append("request \(requestID)") }
        return lines
    }
}

extension FetchTrouble {
    fileprivate var words: String {
        switch self {
        case .name: "its name has no address"
        case .connection: "nobody listens there, or the connection broke"
        case .certificate: "its certificate is not good for that name, or not signed by a known authority"
        case .time: "it took too long"
        case .tooLong(let limit): "it answers with more than \(limit) bytes"
        case .redirect(let status), .status(let status): "it answers with status \(status)"
        case .html, .compressed, .garbage: "it does not speak HTTP"
        }
    }
}
