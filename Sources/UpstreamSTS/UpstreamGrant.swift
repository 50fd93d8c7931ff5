import IdentityModel

/// Credentials of another STS, and how they came here.
package struct UpstreamGrant: Sendable {
    package let credentials: TemporaryCredentials
    package let report: UpstreamReport
}

/// How an STS elsewhere came into a request. Holds nothing secret.
package struct UpstreamReport: Sendable, Equatable {
    /// The name of the back end.
    package let backEnd: String
    package let roleARN: String?
    package let delivery: Delivery
    /// Calls made for this request, or for the one that it waited for.
    package let attempts: Int
    /// Of the last call that failed: its own code, or ours for a failure without one.
    package let errorCode: String?

    package init(backEnd: String, roleARN: String?, delivery: Delivery, attempts: Int, errorCode: String? = nil) {
        self.backEnd = backEnd
        self.roleARN = roleARN
        self.delivery = delivery
        self.attempts = attempts
        self.errorCode = errorCode
    }

    package enum Delivery: String, Sendable {
        /// Made for this request.
        case fetched
        /// Made for another request for the same, which was under way.
        case shared
        /// Made earlier.
        case cached
        /// Made earlier, and handed out only because no new ones can be had.
        case kept
        /// None were to be had.
        case none
    }
}

/// Why there are none.
package struct UpstreamFailure: Error, Equatable {
    package let error: UpstreamError
    package let report: UpstreamReport

    package init(_ error: UpstreamError, _ report: UpstreamReport) {
        self.error = error
        self.report = report
    }
}

/// What an operator should hear of although nobody was refused anything.
package enum UpstreamEvent: Sendable, Equatable {
    /// New credentials could not be had; those from before are handed out.
    case renewalFailed(backEnd: String, UpstreamError)
}

extension UpstreamEvent: CustomStringConvertible {
    package var description: String {
        switch self {
        case .renewalFailed(let backEnd, let error): "back end \(backEnd) \(error.explanation)"
        }
    }
}
