import SigV4

/// A request whose signature is good. Only `CallerRecognition` makes one.
package struct RecognisedRequest: Sendable {
    package let caller: RecognisedCaller
    /// What the signature says of the body.
    package let payload: SignedPayload
    /// Whether the signature was in the URL.
    package let isPresigned: Bool

    init(caller: RecognisedCaller, payload: SignedPayload, isPresigned: Bool) {
        self.caller = caller
        self.payload = payload
        self.isPresigned = isPresigned
    }
}
