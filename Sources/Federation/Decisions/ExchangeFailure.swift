import STS

/// How an exchange may end without what was asked for, as decisions tell it.
protocol ExchangeFailure: Error {
    /// One code for each cause. They are part of what others rely on: never reuse one.
    var code: String { get }
    /// Whether it is our own fault.
    var isOurs: Bool { get }
    /// Nothing was looked at, because there were too many requests. Of those no decision is kept, or a flood of requests
    /// would become one of rows.
    var isThrottled: Bool { get }
    /// The exchange must not go on, because what is done could not be recorded.
    static var notRecordable: Self { get }
}

extension STSError: ExchangeFailure {
    var isThrottled: Bool { false }
    static var notRecordable: STSError { .unavailable(Self.queueFull) }
}

extension FederationError: ExchangeFailure {
    var isThrottled: Bool { if case .tooManyRequests = self { true } else { false } }
    static var notRecordable: FederationError { .unavailable(STSError.queueFull) }
}

extension WebIdentityError: ExchangeFailure {
    var isThrottled: Bool { false }
    static var notRecordable: WebIdentityError { .unavailable(STSError.queueFull) }
}

extension STSError {
    fileprivate static let queueFull = "the audit queue is full, and audit.when.full says to refuse"
}
