import Crypto
import CryptoExtras

import class Foundation.ProcessInfo

/// How many RS256 signatures per second the library makes: on one core, and on all of them.
@main
struct SigningRate {
    static let span = Duration.seconds(2)

    static func main() async throws {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let alone = try await rate(tasks: 1)
        let together = try await rate(tasks: cores)
        print("{\"one_core\": \(Int(alone)), \"all_cores\": \(Int(together)), \"cores\": \(cores)}")
    }

    private static func rate(tasks: Int) async throws -> Double {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let began = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<tasks { group.addTask { try sign(with: key, task: task, until: began + span) } }
            return try await group.reduce(0, +)
        }
        return Double(count) / ((ContinuousClock.now - began) / .seconds(1))
    }

    private static func sign(with key: _RSA.Signing.PrivateKey, task: Int, until end: ContinuousClock.Instant) throws
        -> Int
    {
        var count = 0
        while .now < end {
            let digest = SHA256.hash(data: Array("\(task).\(count)".utf8))
            _ = try key.signature(for: digest, padding: .insecurePKCS1v1_5)
            count += 1
        }
        return count
    }
}
