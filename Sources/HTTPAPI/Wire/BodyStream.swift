/// The body of an answer that is made while it is sent, a piece at a time, so that it never has to fit into memory.
///
/// When `write` throws, the answer breaks off: the client has the status already, and learns from the missing end of the
/// transfer that the body is not whole.
package struct BodyStream: Sendable {
    /// Returns when the piece was taken over to be sent; throws when nobody wants it any more.
    package typealias Send = @Sendable (_ piece: [UInt8]) async throws -> Void

    let write: @Sendable (_ send: @escaping Send) async throws -> Void

    package init(_ write: @escaping @Sendable (_ send: @escaping Send) async throws -> Void) {
        self.write = write
    }
}
