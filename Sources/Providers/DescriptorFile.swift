import StrictYAML

/// One descriptor file, as it lies in a directory or in the binary.
struct DescriptorFile: Sendable {
    var name: String
    /// Nil when the file could not be read.
    var bytes: [UInt8]?

    private static let limit = 65_536

    func read() -> DescriptorReading {
        let log = YAMLLog(file: name)
        let fields = YAMLFields(bytes: bytes, limit: Self.limit, log: log)
        let descriptor = fields.map { ProviderDescriptor(reading: $0, log: log) }
        return DescriptorReading(log: log, fields: fields, descriptor: log.mistakes.isEmpty ? descriptor : nil)
    }
}

/// What came of reading a file. Its mistakes may still grow when the files are compared with each other.
struct DescriptorReading {
    let log: YAMLLog
    let fields: YAMLFields?
    /// Nil when the file holds a mistake.
    let descriptor: ProviderDescriptor?
}
