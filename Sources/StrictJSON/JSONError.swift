/// Why a text was refused. Offsets are in bytes from its start; nothing of the text itself is repeated.
package enum JSONError: Error, Equatable {
    case empty
    case byteOrderMark
    case invalidUTF8(at: Int)
    case unexpectedByte(at: Int)
    case unexpectedEnd
    case trailingBytes(at: Int)
    case malformedNumber(at: Int)
    case malformedEscape(at: Int)
    case loneSurrogate(at: Int)
    case controlCharacter(at: Int)
    case duplicateMember(at: Int)
    case tooDeep(limit: Int)
    case tooLong(limit: Int)
    case tooManyMembers(limit: Int)
    case stringTooLong(limit: Int)
}
