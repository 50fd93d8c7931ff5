import FuzzSupport
import StrictJSON

/// Whatever the reader accepts has one reading: written anew it is read the same, its names are its own, nothing can be
/// added or taken away, and another reader sees the same in it.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = unsafe bytes(start, count)
    guard let document = try? JSONDocument(text, limits: .token) else { return 0 }
    checkMembers(of: document.root, depth: 1)
    checkEnds(of: text, document)

    let written = document.root.written
    guard let again = try? JSONDocument(written, limits: .roomy) else { fatalError("what was written is not read") }
    demand(again.root.written == written, "what was written is read the same")
    demand(isSame(document.root, again.root), "the copy says what the original says")
    checkSecondReader(of: text, document.root)
    return 0
}

extension JSONLimits {
    /// `\b` is written as `\u0008`: a text of limited length may grow by four bytes for two.
    fileprivate static let roomy = JSONLimits(depth: 8, members: 256, stringBytes: 65_536, totalBytes: 262_144)
}

private func checkMembers(of node: JSONNode, depth: Int) {
    demand(depth <= JSONLimits.token.depth + 1, "nothing is nested deeper than allowed")
    switch node.kind {
    case .object:
        var names: Set<[UInt8]> = []
        for (name, value) in node.members {
            demand(names.insert(Array(name.utf8)).inserted, "no object has two members of one name")
            demand(!name.utf8.contains(0), "no name holds NUL")
            demand(node[name].map { isSame($0, value) } ?? false, "a member is found by its name")
            checkMembers(of: value, depth: depth + 1)
        }
        demand(names.count <= JSONLimits.token.members, "no object has more members than allowed")
    case .array:
        var count = 0
        for element in node.elements {
            count += 1
            checkMembers(of: element, depth: depth + 1)
        }
        demand(count <= JSONLimits.token.members, "no array has more elements than allowed")
    case .string: demand(node.string.map { !$0.utf8.contains(0) } ?? false, "every string is text without NUL")
    case .number: demand(node.number.map { !$0.double.isNaN } ?? false, "every number is one")
    case .null, .true, .false: break
    }
}

/// A text that ends where it should cannot end earlier or later.
private func checkEnds(of text: [UInt8], _ document: JSONDocument) {
    guard [.object, .array].contains(document.root.kind), text.count < JSONLimits.token.totalBytes else { return }
    for more in [0, 0x2C, 0x30, 0x5D, 0x7D, 0xEF] as [UInt8] {
        demand((try? JSONDocument(text + [more], limits: .token)) == nil, "nothing may follow the value")
    }
    demand((try? JSONDocument(text + [0x20], limits: .token)) != nil, "white space may follow the value")
    let space: [UInt8] = [0x20, 0x0A, 0x0D, 0x09]
    let end = text.lastIndex { !space.contains($0) } ?? 0
    demand((try? JSONDocument(Array(text[..<end]), limits: .token)) == nil, "nothing may be missing from the value")
}

private func isSame(_ first: JSONNode, _ second: JSONNode) -> Bool {
    guard first.kind == second.kind else { return false }
    switch first.kind {
    case .null, .true, .false: return true
    case .number: return first.text == second.text
    case .string: return first.string.map { Array($0.utf8) } == second.string.map { Array($0.utf8) }
    case .array:
        let (one, other) = (Array(first.elements), Array(second.elements))
        return one.count == other.count && zip(one, other).allSatisfy { isSame($0, $1) }
    case .object:
        let (one, other) = (Array(first.members), Array(second.members))
        return one.count == other.count
            && zip(one, other).allSatisfy { $0.name.utf8.elementsEqual($1.name.utf8) && isSame($0.value, $1.value) }
    }
}
