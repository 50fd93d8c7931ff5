/// A policy value with its variables cut out, so that putting values in never makes a text that is read again.
///
/// - Source: IAM User Guide, "Policy variables": `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the
///   characters themselves.
struct ValuePattern: Sendable {
    private enum Piece: Sendable {
        case fixed(Glob)
        case variable(ConditionKey, fallback: [UInt8]?)
    }

    private let pieces: [Piece]

    /// - Parameters:
    ///   - wildcards: whether `*` and `?` outside variables are wildcards.
    ///   - variables: whether the policy's version knows variables; otherwise `${…}` is text.
    /// - Throws: `PolicyError.syntax` for a `${` that is never closed.
    init(_ text: some Collection<UInt8>, wildcards: Bool, variables: Bool) throws(PolicyError) {
        let bytes = Array(text)
        var pieces: [Piece] = []
        var run = Glob()
        var position = 0
        while position < bytes.count {
            guard variables, bytes[position...].starts(with: "${".utf8) else {
                run.append(wildcards ? Glob.element(bytes[position]) : UInt16(bytes[position]))
                position += 1
                continue
            }
            let reference = try VariableReference(in: bytes, at: position)
            position = reference.end
            switch reference.content {
            case .character(let byte): run.append(UInt16(byte))
            case .key(let key, let fallback):
                pieces += [.fixed(run), .variable(key, fallback: fallback)]
                run = Glob()
            }
        }
        self.pieces = pieces + [.fixed(run)]
    }

    /// The pattern itself when it holds no variables.
    var fixed: Glob? {
        guard pieces.count == 1, case .fixed(let glob) = pieces[0] else { return nil }
        return glob
    }

    /// The pattern with every variable replaced, or nil when one has no value: its key is missing and there is no
    /// default, or it can hold several values.
    func resolved(in context: RequestContext) -> Glob? {
        if let fixed { return fixed }
        var whole = Glob()
        // Enough for nearly every value, so that putting it in asks for memory once.
        whole.reserve(160)
        for piece in pieces {
            switch piece {
            case .fixed(let glob): for element in glob.elements { whole.append(element) }
            case .variable(let key, let fallback):
                switch context[key] {
                case .single(let value): whole.append(literal: value)
                case .list: return nil
                case nil:
                    guard let fallback else { return nil }
                    whole.append(literal: fallback)
                }
            }
        }
        return whole
    }
}

/// One `${…}` in a text.
private struct VariableReference {
    enum Content {
        case character(UInt8)
        case key(ConditionKey, fallback: [UInt8]?)
    }

    let content: Content
    /// The offset past the closing brace.
    let end: Int

    init(in bytes: [UInt8], at start: Int) throws(PolicyError) {
        let inside = bytes[(start + 2)...]
        guard let close = inside.firstIndex(of: UInt8(ascii: "}")) else { throw .syntax }
        if close == inside.startIndex + 1, "*?$".utf8.contains(inside[inside.startIndex]) {
            content = .character(inside[inside.startIndex])
            end = close + 1
            return
        }
        let name = inside[..<close]
        guard let comma = name.firstRange(of: Array(", '".utf8)) else {
            content = .key(ConditionKey(String(decoding: name, as: UTF8.self)), fallback: nil)
            end = close + 1
            return
        }
        guard let quote = inside[comma.upperBound...].firstRange(of: Array("'}".utf8)) else { throw .syntax }
        content = .key(
            ConditionKey(String(decoding: name[..<comma.lowerBound], as: UTF8.self)),
            fallback: Array(inside[comma.upperBound..<quote.lowerBound]))
        end = quote.upperBound
    }
}
