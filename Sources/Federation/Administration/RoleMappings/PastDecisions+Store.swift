import IdentityModel
import RoleRules
import Storage
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

/// Decisions as the database keeps them: those of the enhanced flow that got as far as a role, or its refusal.
extension PastDecisions {
    package init(_ store: DecisionStore) {
        self.init(
            find: { requestID, pool throws(FederationError) in
                guard let id = UUID(text: requestID),
                    let row = try await stored({ () throws(StorageError) in try await store.find(id) }),
                    row.pool == pool.uuid
                else { return nil }
                return PastDecision(row)
            },
            list: { pool, mark, limit throws(FederationError) in
                let place = mark.flatMap { DecisionStore.Place(mark: $0) }
                let filter = DecisionFilter(pool: pool.uuid, operation: Self.operation)
                let rows = try await stored { () throws(StorageError) in
                    try await store.list(filter, after: place, limit: limit)
                }
                return Part(
                    decisions: rows.compactMap(PastDecision.init),
                    next: rows.count < limit
                        ? nil : rows.last.map { "\($0.decidedAt)/\($0.requestID.text)" })
            },
            tally: { pool, version, since throws(FederationError) in
                let counts = try await stored { () throws(StorageError) in
                    try await store.shadowTally(of: version, in: pool.uuid, since: since)
                }
                return ShadowTally(agreed: counts.agreed, differed: counts.differed)
            })
    }

    private static let operation = ExchangeOperation.getCredentials.rawValue
}

extension DecisionStore.Place {
    /// `MICROSECONDS/UUID`
    fileprivate init?(mark: String) {
        let parts = mark.split(separator: "/")
        guard parts.count == 2, let decidedAt = Int64(parts[0]), let id = UUID(text: parts[1]) else {
            return nil
        }
        self.init(decidedAt: decidedAt, requestID: id)
    }
}

extension JSONLimits {
    /// Traces of decisions, whose rules nest as deep as conditions do.
    fileprivate static let trace = JSONLimits(
        depth: 64, members: 10_000, stringBytes: 262_144, totalBytes: 4_194_304)
}

extension PastDecision {
    /// Nil for what was no decision about a role, and for claims that were not kept as they were: rules would see others.
    fileprivate init?(_ row: DecisionRow) {
        guard let trace = try? JSONDocument(row.trace, limits: .trace).root, let choice = trace["roleChoice"],
            trace["claimsRedaction"]?.string == "keep"
        else { return nil }
        var logins: [SupposedLogin] = []
        for login in trace["logins"].map({ Array($0.elements) }) ?? [] {
            guard login["outcome"]?.string == "proven", let provider = login["provider"]?.string,
                let subject = login["subject"]?.string, let audience = login["audience"]?.string,
                let read = try? SupposedLogin(
                    provider: ProviderName(provider), subject: subject, audience: audience, claims: login["claims"])
            else { return nil }
            logins.append(read)
        }
        let outcome: RoleOutcome
        if let role = choice["role"]?.string {
            outcome = .role(role)
        } else if let code = choice["refusal"]?.string {
            outcome = .refusal(code)
        } else {
            return nil
        }
        let time = Date(timeIntervalSince1970: Double(row.decidedAt) / 1_000_000)
        self.init(
            requestID: row.requestID.text, time: time,
            situation: RoleSituation(
                logins: logins, requestedRole: trace["askedRole"]?.string,
                sourceAddress: trace["clientAddress"]?.string, time: time),
            outcome: outcome, version: row.mappingVersion)
    }
}
