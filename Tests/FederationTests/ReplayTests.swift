import Foundation
import IdentityModel
import RoleRules
import STS
import Storage
import Synchronization
import Testing

@testable import Federation

/// Decisions that a test keeps, the last first.
private struct KeptDecisions: Sendable {
    let decisions: [PastDecision]
    let asked = Asked()

    final class Asked: Sendable {
        /// How many rows each page was asked for.
        let sizes = Mutex<[Int]>([])
    }

    var past: PastDecisions {
        let (decisions, asked) = (decisions, asked)
        return PastDecisions(
            find: { id, _ in decisions.first { $0.requestID == id } },
            list: { _, mark, limit in
                asked.sizes.withLock { $0.append(limit) }
                let start = mark.flatMap { Int($0) } ?? 0
                let end = min(start + limit, decisions.count)
                return .init(decisions: Array(decisions[start..<end]), next: end < decisions.count ? "\(end)" : nil)
            },
            tally: { _, version, _ in ShadowTally(agreed: version, differed: 7) })
    }
}

@Suite struct `Decisions that are kept` {
    /// `count` guests and one person each fourth, at one-second steps before 2030.
    private func decisions(_ count: Int, _ pool: IdentityPool) throws -> [PastDecision] {
        try (0..<count).map { index in
            let isGuest = index % 4 != 0
            let login = try SupposedLogin(
                provider: "plain.example", subject: "ada", audience: "app", claims: nil)
            let role = isGuest ? pool.unauthenticatedRoleARN : pool.authenticatedRoleARN
            return PastDecision(
                requestID: "r\(index)", time: Date(timeIntervalSince1970: 1_893_456_000 - Double(index)),
                situation: RoleSituation(logins: isGuest ? [] : [login]), outcome: .role(role ?? ""), version: 1)
        }
    }

    private func administration(_ house: Household, _ past: PastDecisions) -> RoleMappingAdministration {
        RoleMappingAdministration(
            pools: house.administration, verification: house.exchange.verification,
            assumption: house.exchange.roles.assumption, past: past)
    }

    @Test func `are made again by another version, page by page`() async throws {
        try await Household.lend { house, pool in
            let kept = KeptDecisions(decisions: try decisions(450, pool))
            let mappings = administration(house, kept.past)
            let caller = house.caller
            let same = try await mappings.replay(last: 10_000, with: .active, in: "\(pool.id)", by: caller)
            #expect(same.version == 1 && same.replayed == 450 && same.changed == 0 && same.differences == [])
            #expect(kept.asked.sizes.withLock { $0 } == [200, 200, 200])

            var configuration = RoleConfiguration(authenticatedRoleARN: pool.authenticatedRoleARN)
            let closed = try await mappings.replay(
                last: 250, with: .document(configuration), in: "\(pool.id)", by: caller)
            #expect(closed.version == nil && closed.replayed == 250)
            // 63 of them had a login.
            #expect(closed.changed == 187)
            #expect(
                closed.differences.first
                    == .init(
                        requestID: "r1", time: Date(timeIntervalSince1970: 1_893_455_999), version: 1,
                        before: .role(pool.unauthenticatedRoleARN ?? ""), after: .refusal("no-role-for-guests")))

            // Rules are asked as of then.
            configuration.unauthenticatedRoleARN = pool.unauthenticatedRoleARN
            configuration.mappings["plain.example"] = try MappingDocument(
                parsing: #"""
                    {"type":"rules","otherwise":"deny","rules":[{"when":{"request":"time","before":"2030-01-01T00:00:00Z"},
                    "role":"\#(pool.authenticatedRoleARN ?? "")"}]}
                    """#)
            let timed = try await mappings.replay(
                last: 450, with: .document(configuration), in: "\(pool.id)", by: caller)
            #expect(timed.differences.map(\.requestID) == ["r0"])
        }
    }

    @Test func `are listed up to a limit, and counted beyond it`() async throws {
        try await Household.lend { house, pool in
            let kept = KeptDecisions(decisions: try decisions(2_000, pool))
            let replay = try await administration(house, kept.past).replay(
                last: 2_000, with: .document(RoleConfiguration()), in: "\(pool.id)", by: house.caller)
            #expect(replay.changed == 2_000)
            #expect(replay.differences.count == RoleMappingAdministration.mostDifferences)
        }
    }

    @Test func `can be simulated, as of their time`() async throws {
        try await Household.lend { house, pool in
            let kept = KeptDecisions(decisions: try decisions(8, pool))
            let mappings = administration(house, kept.past)
            let simulation = try await mappings.simulate(
                .decision("r4"), with: .document(RoleConfiguration()), in: "\(pool.id)", by: house.caller)
            #expect(simulation.recorded == .role(pool.authenticatedRoleARN ?? ""))
            #expect(RoleOutcome(simulation.explanation.outcome) == .refusal("no-role-for-authenticated"))
            do throws(RoleMappingRefusal) {
                _ = try await mappings.simulate(.decision("none"), with: .active, in: "\(pool.id)", by: house.caller)
                Issue.record("there is no such decision")
            } catch {
                guard case .decisionNotFound("none") = error else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
    }

    @Test func `tell what the shadow said`() async throws {
        try await Household.lend { house, pool in
            let versions = PoolStore(house.client).roleVersions
            _ = try await versions.insertDraft(
                pool.roleSettings(tests: RoleSettings.noTests), in: pool.id.uuid, by: RoleChange(by: "test", .admin))
            let mappings = administration(house, KeptDecisions(decisions: []).past)
            #expect(try await mappings.shadow(of: "\(pool.id)", by: house.caller) == nil)
            try await mappings.setShadow(2, of: "\(pool.id)", by: house.caller)
            let report = try await mappings.shadow(of: "\(pool.id)", by: house.caller)
            #expect(report?.version == 2)
            #expect(report?.tally == ShadowTally(agreed: 2, differed: 7))
        }
    }
}
