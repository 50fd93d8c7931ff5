import OutboundHTTP

/// Whether a request may be sent again, and after how long.
///
/// A GET may always, and a POST under its idempotency key. A PUT or DELETE that may have been done must not: sent again it
/// would meet the state that it made itself, and be refused as if somebody else had.
enum Repetition {
    static func wait(
        after result: Result<DirectAnswer, DirectFailure>, to method: AdminRequest.Method, attempt: Int
    ) -> Duration? {
        let isHarmless = method == .get || method == .post
        switch result {
        case .failure(let failure):
            // Nobody was there; it will be so in a moment, too.
            guard isHarmless, failure.mayHaveArrived, [.connection, .time].contains(failure.trouble) else { return nil }
            return backoff(attempt)
        case .success(let answer):
            let isOver = answer.status == 429 || isHarmless && [502, 503, 504].contains(answer.status)
            guard isOver || isUnderWay(answer) else { return nil }
            guard let asked = answer.header("retry-after").flatMap({ Int64($0) }) else { return backoff(attempt) }
            return (0...Int64(AdminClient.patience)).contains(asked) ? max(.seconds(asked), backoff(attempt)) : nil
        }
    }

    /// The attempt before this one is still being worked on.
    private static func isUnderWay(_ answer: DirectAnswer) -> Bool {
        answer.status == 409 && ToldProblem(answer)?.code == "request-under-way"
    }

    /// 0.2, 0.4, 0.8 seconds, each up to a half shorter, so that many clients do not come back at once.
    private static func backoff(_ attempt: Int) -> Duration {
        .milliseconds(200 << (attempt - 1)) * Double.random(in: 0.5...1)
    }
}
