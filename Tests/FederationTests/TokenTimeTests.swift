import IdentityModel
import Testing

@testable import Federation

/// - Source: answers of AWS STS, as recorded.
@Suite struct `A token at STS out of its time` {
    private func message(of error: LoginError) -> String? {
        guard case .invalidToken(let message) = WebIdentityExchange.refusal(of: error) else { return nil }
        return message
    }

    @Test func `is told when it was issued, or from when it counts`() {
        #expect(
            message(of: .notYetValid(claim: "iat", at: 1_500, horizon: 1_300)) == "Token issued in the future: 1500")
        #expect(
            message(of: .notYetValid(claim: "nbf", at: 1_500, horizon: 1_300))
                == "Token not yet valid: current date/time 1300 must be after or equal to the not-before date/time 1500"
        )
    }

    @Test(arguments: [(Int64(0), Int64(2_000)), (300, 1_700)])
    func `is told by how much it is late, with the leeway that it had`(_ leeway: Int64, _ told: Int64) {
        let error = WebIdentityExchange.refusal(of: .expired(now: 2_000, expiry: 1_500, leeway: leeway))
        guard case .expiredToken(told, 1_500) = error else {
            Issue.record("\(error)")
            return
        }
    }
}
