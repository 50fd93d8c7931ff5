import StrictJSON

/// Whole files that stand for a JSON document.
package enum YAMLText {
    /// The file as compact JSON.
    ///
    /// - Parameter limit: how many bytes the file may have.
    package static func json(_ bytes: [UInt8], file: String, limit: Int) throws(YAMLMistakes) -> String {
        let log = YAMLLog(file: file)
        if let root = YAMLFields.root(bytes, limit: limit, log: log) {
            var json = JSONWriter()
            if YAMLFields.write(root, to: &json) { return String(decoding: json.bytes, as: UTF8.self) }
            log.note("has values that JSON does not have", at: "", line: 1)
        }
        throw YAMLMistakes(log.mistakes)
    }
}
