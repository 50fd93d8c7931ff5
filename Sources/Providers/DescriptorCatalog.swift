import Foundation
import ProviderDescriptors
import StrictYAML

/// The providers that this broker knows, one descriptor for each.
package struct DescriptorCatalog: Sendable {
    /// Ordered by id.
    package let descriptors: [ProviderDescriptor]

    /// Reads the descriptors inside the binary and, on top of them, those of a directory: a file there adds a provider
    /// or takes the place of the built-in one with the same id.
    ///
    /// - Parameter directory: nil for the built-in ones alone. Files that do not end in `.yaml` or `.yml` are left alone.
    /// - Throws: every mistake of every file.
    package static func load(directory: String? = nil) throws(YAMLMistakes) -> DescriptorCatalog {
        try DescriptorCatalog(embedded: DescriptorFile.builtIn, added: directory.map(DescriptorFile.all) ?? [])
    }

    init(embedded: [DescriptorFile], added: [DescriptorFile]) throws(YAMLMistakes) {
        let layers = [embedded, added].map { $0.map { $0.read() } }
        let chosen = layers.map(Self.byID).reduce([:]) { $0.merging($1) { _, added in added } }
        let readings = chosen.sorted { $0.key < $1.key }.map(\.value)
        Self.noteSharedKeys(in: readings)
        let mistakes = layers.joined().flatMap { $0.log.mistakes.sorted { $0.line < $1.line } }
        guard mistakes.isEmpty else { throw YAMLMistakes(mistakes) }
        descriptors = readings.compactMap(\.descriptor)
    }

    private static func byID(_ readings: [DescriptorReading]) -> [String: DescriptorReading] {
        var byID: [String: DescriptorReading] = [:]
        for reading in readings {
            guard let id = reading.descriptor?.id else { continue }
            if let first = byID[id] {
                reading.fields?.note("is the id in \(first.log.file) already", at: "id")
            } else {
                byID[id] = reading
            }
        }
        return byID
    }

    /// A login has one provider, so a key must have one.
    private static func noteSharedKeys(in readings: [DescriptorReading]) {
        var owners: [LoginKeyRule: String] = [:]
        for reading in readings {
            guard let key = reading.descriptor?.loginKey else { continue }
            if let owner = owners[key] {
                reading.fields?.note("is the key in \(owner) already", at: "login_key")
            } else {
                owners[key] = reading.log.file
            }
        }
    }
}

extension DescriptorFile {
    static let builtIn = EmbeddedDescriptors.files.map { DescriptorFile(name: $0.name, bytes: $0.bytes) }

    /// The descriptors in a directory, ordered by name. A directory that cannot be read counts as a file like that.
    fileprivate static func all(in directory: String) -> [DescriptorFile] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            return [DescriptorFile(name: directory, bytes: nil)]
        }
        return names.sorted().filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map { name in
            let path = directory + (directory.hasSuffix("/") ? "" : "/") + name
            return DescriptorFile(name: path, bytes: FileManager.default.contents(atPath: path).map { Array($0) })
        }
    }
}
