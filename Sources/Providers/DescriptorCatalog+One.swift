import Foundation
import StrictYAML

extension DescriptorCatalog {
    /// The descriptor in a file, by itself.
    ///
    /// - Throws: every mistake of the file.
    package static func descriptor(inFile path: String) throws(YAMLMistakes) -> ProviderDescriptor {
        try read(DescriptorFile(name: path, bytes: FileManager.default.contents(atPath: path).map { Array($0) }))
    }

    /// The built-in descriptor of that id. Nil when there is none.
    package static func builtIn(id: String) -> ProviderDescriptor? {
        DescriptorFile.builtIn.lazy.compactMap { try? read($0) }.first { $0.id == id }
    }

    /// The ids of all built-in descriptors, in order.
    package static var builtInIDs: [String] { DescriptorFile.builtIn.compactMap { try? read($0).id }.sorted() }

    private static func read(_ file: DescriptorFile) throws(YAMLMistakes) -> ProviderDescriptor {
        let reading = file.read()
        guard let descriptor = reading.descriptor else { throw YAMLMistakes(reading.log.mistakes) }
        return descriptor
    }
}
