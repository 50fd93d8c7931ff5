import OutboundHTTP

/// Why a call of the admin API came to nothing.
package enum AdminClientError: Error, Equatable {
    /// The broker said no, and why.
    case refused(ToldProblem)
    /// The broker could not do it now: it is out of order, too busy, or something in front of it is.
    case failed(ToldProblem)
    /// There was no answer.
    case unreachable(FetchTrouble)
    /// An answer that the admin API does not give: something else listens there.
    case unusable(status: Int, contentType: String?)
}
