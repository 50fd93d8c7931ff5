import Foundation
import IdentityModel
import RoleRules
import Storage
import StrictJSON
import Testing

@testable import Federation

@Suite struct `A decision in the database` {
    private static let role = "arn:aws:iam::111122223333:role/r"
    /// Of the guest and of the person alike.
    private static let granted = #""roleChoice":{"role":"\#(role)","rules":[]}"#

    /// Keeps the traces, the first of them last, and hands over what can be made of them again.
    private func past(
        _ traces: [String], operation: String = "GetCredentialsForIdentity", limit: Int = 100
    ) async throws -> (decisions: [PastDecision], pages: Int) {
        try await Household.lend { house, pool in
            let began: Int64 = 1_893_460_000_000_000
            try await PartitionStore(house.client).prepare(UTCDay(microseconds: began), of: .decisions)
            let store = DecisionStore(house.client)
            try await store.insert(
                traces.enumerated().map { index, trace in
                    DecisionRow(
                        requestID: UUID(), decidedAt: began - Int64(index) * 1_000_000,
                        operation: operation, outcome: .granted, reason: "r", pool: pool.id.uuid, mappingVersion: 3,
                        trace: trace)
                })
            let past = PastDecisions(store)
            var mark: String?
            var found: [PastDecision] = []
            var pages = 0
            repeat {
                let part = try await past.list(pool.id, mark, limit)
                found += part.decisions
                mark = part.next
                pages += 1
            } while mark != nil
            for decision in found { #expect(try await past.find(decision.requestID, pool.id)?.time == decision.time) }
            let elsewhere = IdentityPoolID(region: pool.id.region, uuid: UUID())
            if let first = found.first { #expect(try await past.find(first.requestID, elsewhere) == nil) }
            return (found, pages)
        }
    }

    @Test func `is made again with all that it rested on`() async throws {
        let login =
            #"{"provider":"plain.example","outcome":"proven","subject":"ada","audience":"app","claims":{"sub":"ada","level":3}}"#
        let trace =
            #"{"claimsRedaction":"keep","askedRole":"\#(Self.role)","clientAddress":"192.0.2.1","logins":[\#(login)],\#(Self.granted)}"#
        let decision = try #require(try await past([trace]).decisions.first)
        #expect(decision.outcome == .role(Self.role))
        #expect(decision.version == 3)
        #expect(decision.time == Date(timeIntervalSince1970: 1_893_460_000))
        #expect(decision.situation.requestedRole == Self.role)
        #expect(decision.situation.sourceAddress == "192.0.2.1")
        #expect(decision.situation.logins.first?.claims["level"]?.text == "3")
    }

    @Test(arguments: [
        // No role was asked for, or it did not get that far.
        #"{"claimsRedaction":"keep","logins":[]}"#,
        // Rules would see other claims than they saw then.
        #"{"claimsRedaction":"hash","logins":[],"roleChoice":{"role":"r"}}"#,
        #"{"claimsRedaction":"drop","logins":[],"roleChoice":{"role":"r"}}"#,
        // Whoever it was: the subject was not kept.
        #"{"claimsRedaction":"keep","logins":[{"provider":"p","outcome":"proven","audience":"a","claims":{}}],"roleChoice":{"role":"r"}}"#,
    ])
    func `is left out when it cannot be`(_ trace: String) async throws {
        #expect(try await past([trace]).decisions.isEmpty)
    }

    @Test func `of another operation is none about a role`() async throws {
        let trace = #"{"claimsRedaction":"keep","logins":[],\#(Self.granted)}"#
        #expect(try await past([trace], operation: "GetId").decisions.isEmpty)
    }

    @Test func `is listed page by page, each once, though some are left out`() async throws {
        let traces = (0..<25).map { index in
            #"{"claimsRedaction":"\#(index % 5 == 0 ? "drop" : "keep")","logins":[],\#(Self.granted)}"#
        }
        let (decisions, pages) = try await past(traces, limit: 10)
        #expect(pages == 3)
        #expect(decisions.count == 20)
        #expect(decisions.map(\.time) == decisions.map(\.time).sorted(by: >))
        #expect(Set(decisions.map(\.requestID)).count == 20)
    }
}
