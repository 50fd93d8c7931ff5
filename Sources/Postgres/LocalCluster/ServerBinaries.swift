import Foundation
import Subprocess
import SystemPackage

/// The directory that holds `postgres` and `initdb` of one installed PostgreSQL.
struct ServerBinaries: Sendable, Equatable {
    let directory: String
    /// The major version, written as in `PG_VERSION`.
    let version: String

    var postgres: String { directory + "/postgres" }
    var initdb: String { directory + "/initdb" }

    /// Finds the newest server, or the one that an existing data directory needs.
    ///
    /// - Parameters:
    ///   - configured: a directory to use instead of searching.
    ///   - root: has one directory per installed version, as Debian lays them out.
    ///   - path: directories to search after that.
    /// - Throws: `.binariesMissing`, `.versionMissing`.
    static func find(
        configured: String?, for data: DataDirectory, root: String = "/usr/lib/postgresql",
        path: [String] = searchPath
    ) async throws(LocalClusterError) -> ServerBinaries {
        let places = configured.map { [$0] } ?? versions(in: root).map { "\(root)/\($0)/bin" } + path
        var found: [ServerBinaries] = []
        for place in places where hasServer(place) {
            guard let version = await version(of: place) else { continue }
            let binaries = ServerBinaries(directory: place, version: version)
            if data.version == nil || data.version == version { return binaries }
            found.append(binaries)
        }
        guard let needed = data.version, !found.isEmpty else {
            throw .binariesMissing(searched: configured.map { [$0] } ?? ["\(root)/*/bin"] + path)
        }
        throw .versionMissing(dataDirectory: data.path, needed: needed, installed: found.map(\.version))
    }

    static var searchPath: [String] {
        ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map(String.init) ?? []
    }

    private static func versions(in root: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return names.sorted { $0.compare($1, options: .numeric) == .orderedDescending }
    }

    private static func hasServer(_ directory: String) -> Bool {
        ["postgres", "initdb"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(directory)/\($0)") }
    }

    /// `postgres (PostgreSQL) 15.20 (…)` → `15`.
    private static func version(of directory: String) async -> String? {
        let result = try? await Subprocess.run(
            .path(FilePath("\(directory)/postgres")), arguments: ["--version"], output: .string(limit: 4096))
        guard let output = result?.standardOutput, result?.terminationStatus.isSuccess == true else { return nil }
        let words = output.split(whereSeparator: \.isWhitespace)
        return words.count > 2 ? words[2].split(separator: ".").first.map(String.init) : nil
    }
}
