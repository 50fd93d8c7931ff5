import IdentityModel
import RoleRules

import struct Foundation.Date
import struct Foundation.UUID

/// What is kept of a decision about a role, as far as it can be made again.
package struct PastDecision: Sendable {
    package let requestID: String
    /// When it was made; rules are asked as of then.
    package let time: Date
    package let situation: RoleSituation
    package let outcome: RoleOutcome
    /// The version of the role configuration that made it.
    package let version: Int64?

    package init(
        requestID: String, time: Date, situation: RoleSituation, outcome: RoleOutcome, version: Int64?
    ) {
        self.requestID = requestID
        self.time = time
        self.situation = situation
        self.outcome = outcome
        self.version = version
    }
}

/// How often the version in the shadow said what was done, since it was set.
package struct ShadowTally: Sendable, Equatable {
    package let agreed: Int64
    package let differed: Int64

    package init(agreed: Int64, differed: Int64) {
        self.agreed = agreed
        self.differed = differed
    }
}

/// Where decisions are kept, asked for what is needed here.
package struct PastDecisions: Sendable {
    /// The decision of that request in that pool; nil when none about a role is kept.
    package typealias Find =
        @Sendable (_ requestID: String, _ pool: IdentityPoolID) async throws(FederationError) -> PastDecision?

    /// Decisions about roles in that pool, the last first.
    ///
    /// - Parameters:
    ///   - mark: where the list goes on; nil for the last.
    ///   - limit: how many rows may be looked at.
    /// - Returns: those of them that were decisions about a role, and the mark of what comes next; nil at the end.
    package typealias List =
        @Sendable (_ pool: IdentityPoolID, _ mark: String?, _ limit: Int) async throws(FederationError) -> Part

    package typealias Tally =
        @Sendable (_ pool: IdentityPoolID, _ version: Int64, _ since: Date) async throws(FederationError) -> ShadowTally

    package struct Part: Sendable {
        package let decisions: [PastDecision]
        package let next: String?

        package init(decisions: [PastDecision], next: String?) {
            self.decisions = decisions
            self.next = next
        }
    }

    let find: Find
    let list: List
    let tally: Tally

    package init(find: @escaping Find, list: @escaping List, tally: @escaping Tally) {
        self.find = find
        self.list = list
        self.tally = tally
    }

    /// Nothing is kept.
    package static let none = PastDecisions(
        find: { _, _ in nil }, list: { _, _, _ in Part(decisions: [], next: nil) },
        tally: { _, _, _ in ShadowTally(agreed: 0, differed: 0) })
}
