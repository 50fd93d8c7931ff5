import Yams

extension YAMLFields {
    /// The fields of a whole file.
    ///
    /// - Parameters:
    ///   - bytes: nil when the file could not be read.
    ///   - limit: how many bytes the file may have.
    package convenience init?(bytes: [UInt8]?, limit: Int, log: YAMLLog) {
        guard let root = Self.root(bytes, limit: limit, log: log) else { return nil }
        guard root.mapping?.allSatisfy({ $0.key.scalar != nil }) ?? false else {
            log.note("must hold fields", at: "", line: 1)
            return nil
        }
        self.init(root, path: "", log: log)
    }

    static func root(_ bytes: [UInt8]?, limit: Int, log: YAMLLog) -> Node? {
        guard let bytes else {
            log.note("cannot be read", at: "", line: 1)
            return nil
        }
        guard bytes.count <= limit else {
            log.note("is longer than \(limit) bytes", at: "", line: 1)
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            log.note("is not UTF-8 text", at: "", line: 1)
            return nil
        }
        do {
            if let root = try Yams.compose(yaml: text) { return root }
            log.note("must hold fields", at: "", line: 1)
        } catch YamlError.duplicatedKeysInMapping(let names, let context) {
            log.note("is written twice", at: names.joined(separator: ", "), line: context.mark.line)
        } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _)
        {
            log.note("is not YAML: \(problem)", at: "", line: mark.line)
        } catch {
            log.note("is not YAML", at: "", line: 1)
        }
        return nil
    }
}
