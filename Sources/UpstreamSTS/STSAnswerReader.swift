import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Picks the parts that count out of an answer in XML.
///
/// Foundation's parser, which is libxml2, does the reading. It is given nothing that could make it do more than that: a
/// document type is where entities are declared, so a body with one is refused before it is parsed.
final class STSAnswerReader: NSObject, XMLParserDelegate {
    /// By local name.
    private(set) var credentials: [String: String] = [:]
    private(set) var error: [String: String] = [:]

    private var path: [String] = []
    private var text = ""
    private var isRootRead = false
    private var failure: STSAnswerError?

    private static let deepest = 16
    private static let credentialParts: Set = ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"]
    private static let errorParts: Set = ["Code", "Message"]

    init(reading body: [UInt8]) throws(STSAnswerError) {
        super.init()
        guard Self.isPlain(body) else { throw .malformed }
        let parser = XMLParser(data: Data(body))
        parser.shouldResolveExternalEntities = false
        parser.delegate = self
        let isWhole = parser.parse()
        if let failure { throw failure }
        // The parser's own verdict passes over a body that ends early.
        guard isWhole, isRootRead, path.isEmpty else { throw .malformed }
    }

    // MARK: Before parsing

    /// Whether it is UTF-8 without a document type, in the only encoding in which the bytes of one can be told.
    private static func isPlain(_ body: [UInt8]) -> Bool {
        guard !body.contains(0), let text = String(validating: body, as: UTF8.self) else { return false }
        var rest = text[...]
        while let mark = rest.firstRange(of: "<!") {
            rest = rest[mark.upperBound...]
            guard rest.hasPrefix("--") || rest.hasPrefix("[CDATA[") else { return false }
        }
        guard text.hasPrefix("<?xml"), let end = text.firstRange(of: "?>") else { return true }
        let declaration = text[..<end.lowerBound].lowercased()
        return !declaration.contains("encoding") || declaration.contains("utf-8") || declaration.contains("us-ascii")
    }

    // MARK: While parsing

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        // The parts hold text. One with an element in it would be read by halves.
        if holder != nil || isRootRead { stop(parser, .malformed) }
        path.append(name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name)
        text = ""
        if path.count > Self.deepest { stop(parser, .malformed) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        guard holder != nil else { return }
        text += string
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        guard holder != nil else { return }
        text += String(decoding: block, as: UTF8.self)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if let holder, let part = path.last {
            let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
            let before = self[keyPath: holder].updateValue(value, forKey: part)
            // Whoever reads the other one would see other credentials.
            if before != nil { stop(parser, .ambiguous) }
        }
        path.removeLast()
        text = ""
        isRootRead = path.isEmpty
    }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        failure = failure ?? .malformed
    }

    /// Where the element at hand belongs; nil when nobody wants to know it.
    private var holder: ReferenceWritableKeyPath<STSAnswerReader, [String: String]>? {
        guard path.count >= 2, let part = path.last else { return nil }
        switch path[path.count - 2] {
        case "Credentials" where Self.credentialParts.contains(part): return \.credentials
        case "Error" where Self.errorParts.contains(part): return \.error
        default: return nil
        }
    }

    private func stop(_ parser: XMLParser, _ reason: STSAnswerError) {
        failure = failure ?? reason
        parser.abortParsing()
    }
}
