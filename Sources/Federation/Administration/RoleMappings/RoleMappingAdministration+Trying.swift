import Audit
import IdentityModel
import RoleRules
import STS
import Storage

import struct Foundation.Date

/// Trying a version on somebody, on those of the past, and on those who come: nothing is issued and nothing kept.
extension RoleMappingAdministration {
    /// Whom a simulation is about.
    package enum Subject: Sendable {
        case situation(RoleSituation)
        /// Tokens that are proven as in an exchange, and forgotten.
        case tokens([Login], requestedRole: String?, sourceAddress: String?)
        /// The request of a decision that is kept.
        case decision(String)
    }

    /// What is tried.
    package enum Candidate: Sendable {
        case active
        case version(Int64)
        /// One that is not kept yet.
        case document(RoleConfiguration)
    }

    package struct Simulation: Sendable {
        /// Nil for a document that is not kept.
        package let version: Int64?
        package let explanation: RoleExplanation
        /// Of the session: what the pool makes of claims, and what the rule gives.
        package let tags: Result<PrincipalTags, PrincipalTagProblem>
        /// What came of the decision that was tried again.
        package let recorded: RoleOutcome?
    }

    package func simulate(
        _ subject: Subject, with candidate: Candidate, in pool: String, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> Simulation {
        let found = try await find(pool, for: caller)
        let (version, configuration) = try await configuration(candidate, in: found)
        var recorded: RoleOutcome?
        let applicant: RoleApplicant
        var requested: String?
        var circumstances = RuleCircumstances(now: now())
        switch subject {
        case .situation(let situation):
            applicant = situation.applicant(in: found.pool)
            requested = situation.requestedRole
            circumstances = situation.circumstances(at: now())
        case .tokens(let logins, let role, let address):
            let known = try await known(found)
            let verified = try await refused { () throws(FederationError) in
                // A trial is no exchange, and leaves no decision.
                var draft = DecisionDraft(.getCredentials, .unknown, at: now())
                return try await verification.verify(
                    logins, for: known, admitsBrokerTokens: true, at: now(), &draft)
            }
            applicant = verified.isEmpty ? .guest : .logins(verified.map { RuleLogin($0, in: found.pool) })
            requested = role
            circumstances.sourceAddress = address
        case .decision(let requestID):
            let decision = try await refused { () throws(FederationError) in
                try await past.find(requestID, found.pool.id)
            }
            guard let decision else { throw .decisionNotFound(requestID) }
            applicant = decision.situation.applicant(in: found.pool)
            requested = decision.situation.requestedRole
            circumstances = decision.situation.circumstances(at: decision.time)
            recorded = decision.outcome
        }
        let explanation = configuration.chooser.explain(applicant, requested: requested, in: circumstances)
        return Simulation(
            version: version, explanation: explanation,
            tags: Self.tags(of: applicant, explanation, in: found.pool), recorded: recorded)
    }

    /// With the registrations that prove tokens, app secrets included.
    private func known(_ found: PoolSnapshot) async throws(RoleMappingRefusal) -> KnownPool {
        guard let secrets = pools.secrets else { return KnownPool(found) }
        return KnownPool(try await refusedStorage { () throws(StorageError) in try await found.joined(with: secrets) })
    }

    func configuration(
        _ candidate: Candidate, in found: PoolSnapshot
    ) async throws(RoleMappingRefusal) -> (version: Int64?, RoleConfiguration) {
        switch candidate {
        case .document(let configuration): return (nil, configuration)
        case .active, .version:
            var number: Int64?
            if case .version(let wanted) = candidate { number = wanted }
            let version = try await read(number, in: found)
            return (version.summary.number, version.configuration)
        }
    }

    private static func tags(
        of applicant: RoleApplicant, _ explanation: RoleExplanation, in pool: IdentityPool
    ) -> Result<PrincipalTags, PrincipalTagProblem> {
        Result { () throws(PrincipalTagProblem) in
            let own = try PrincipalTags.resolve(pool.principalTagMaps, for: applicant)
            guard case .success(let choice) = explanation.outcome else { return own }
            return try own.overridden(by: choice.tags)
        }
    }

    // MARK: Replay

    package struct Replay: Sendable {
        /// Nil for a document that is not kept.
        package let version: Int64?
        /// How many decisions were made again.
        package let replayed: Int
        /// How many of them would have come out otherwise.
        package let changed: Int
        /// The first of those, from the last decision on.
        package let differences: [Difference]

        package struct Difference: Sendable, Equatable {
            package let requestID: String
            package let time: Date
            /// The version that decided then.
            package let version: Int64?
            package let before: RoleOutcome
            package let after: RoleOutcome
        }
    }

    package static let replayable = 1...10_000
    /// Of the differences, which are listed; the others are counted.
    package static let mostDifferences = 1_000
    private static let pageSize = 200

    /// Makes the last decisions of the pool again, by another configuration.
    ///
    /// - Parameter count: how many rows are looked at, at the most.
    package func replay(
        last count: Int, with candidate: Candidate, in pool: String, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> Replay {
        guard Self.replayable.contains(count) else { throw .countOutOfRange(Self.replayable) }
        let found = try await find(pool, for: caller)
        let (version, configuration) = try await configuration(candidate, in: found)
        let chooser = configuration.chooser
        var mark: String?
        var left = count
        var replayed = 0
        var changed = 0
        var differences: [Replay.Difference] = []
        repeat {
            let size = min(left, Self.pageSize)
            let from = mark
            let part = try await refused { () throws(FederationError) in
                try await past.list(found.pool.id, from, size)
            }
            for decision in part.decisions {
                let explanation = chooser.explain(
                    decision.situation.applicant(in: found.pool), requested: decision.situation.requestedRole,
                    in: decision.situation.circumstances(at: decision.time))
                let outcome = RoleOutcome(explanation.outcome)
                replayed += 1
                guard outcome != decision.outcome else { continue }
                changed += 1
                guard differences.count < Self.mostDifferences else { continue }
                differences.append(
                    .init(
                        requestID: decision.requestID, time: decision.time, version: decision.version,
                        before: decision.outcome, after: outcome))
            }
            left -= size
            mark = part.next
            // Others wait for the same threads.
            await Task.yield()
        } while left > 0 && mark != nil
        return Replay(version: version, replayed: replayed, changed: changed, differences: differences)
    }

    // MARK: Shadow

    package struct ShadowReport: Sendable, Equatable {
        package let version: Int64
        package let since: Date
        package let tally: ShadowTally
    }

    /// What has come of the version in the shadow so far; nil without one.
    package func shadow(
        of pool: String, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> ShadowReport? {
        let id = try await find(pool, for: caller).pool.id
        let shadow = try await refusedStorage { () throws(StorageError) in try await versions.shadow(of: id.uuid) }
        guard let shadow else { return nil }
        let tally = try await refused { () throws(FederationError) in
            try await past.tally(id, shadow.number, shadow.since)
        }
        return ShadowReport(version: shadow.number, since: shadow.since, tally: tally)
    }
}
