import Foundation
import IdentityModel
import Storage
import StrictJSON
import Testing

@testable import Federation

@Suite struct `A line of an archive` {
    private static let id = "eu-west-1:00000000-0000-4000-8000-000000000001"
    private static let other = "eu-west-1:00000000-0000-4000-8000-000000000002"

    private static func read(_ text: String) throws(ArchiveFlaw) -> ArchiveReader.Line {
        let pool = IdentityPool(
            id: IdentityPoolID(region: "eu-west-1", uuid: UUID()), account: AccountID("111122223333")!, name: "pool",
            allowsGuests: true, developerProvider: "login.example")
        return try ArchiveReader(pool: pool, fromRegion: nil, now: Date(timeIntervalSince1970: 1_800_000_000))
            .line(Array(text.utf8))
    }

    private static func identity(_ members: String) -> String { #"{"identityId":"\#(id)",\#(members)}"# }
    private static func logins(_ logins: String) -> String { identity(#""logins":[\#(logins)]"#) }
    private static let google = #"{"provider":"accounts.google.com","subject":"1"}"#

    @Test(arguments: [
        ("{", ArchiveFlaw.notJSON(.unexpectedEnd)),
        ("[]", .notAnObject),
        (#"{"kind":"person"}"#, .unknownKind),
        (#"{"kind":"header","version":2}"#, .version(limit: 1)),
        (#"{"logins":[]}"#, .missing("identityId")),
        (#"{"identityId":"EU:1","logins":[]}"#, .malformed("identityId")),
        (#"{"identityId":"eu-west-1:00000000-0000-0000-0000-000000000000","logins":[]}"#, .malformed("identityId")),
        (#"{"identityId":"us-east-1:00000000-0000-4000-8000-000000000001","logins":[]}"#, .region("us-east-1")),
        (identity(#""login":[]"#), .unknownMember("login")),
        (identity(#""state":"guest""#), .missing("logins")),
        (identity(#""logins":{}"#), .malformed("logins")),
        (identity(#""logins":[],"state":"gone""#), .malformed("state")),
        (identity(#""logins":[],"state":"authenticated""#), .contradiction("An authenticated identity has logins.")),
        (identity(#""logins":[\#(google)],"state":"guest""#), .contradiction("A guest has no logins.")),
        (
            identity(#""logins":[],"state":"guest","mergedInto":"\#(other)""#),
            .contradiction("An identity that was merged is disabled.")
        ),
        (
            identity(#""logins":[],"mergedInto":"\#(id)""#),
            .contradiction("An identity is not merged into itself.")
        ),
        (identity(#""logins":[],"createdAt":"yesterday""#), .malformed("createdAt")),
        (identity(#""logins":[],"createdAt":"2026-02-30T00:00:00Z""#), .malformed("createdAt")),
        (identity(#""logins":[],"createdAt":"2099-01-01T00:00:00Z""#), .malformed("createdAt")),
        (identity(#""logins":[],"createdAt":1e400"#), .malformed("createdAt")),
        (logins(#"{"provider":"a.example"}"#), .missing("subject")),
        (logins(#"{"provider":"","subject":"1"}"#), .malformed("provider")),
        (logins(#"{"provider":"a.example","subject":1}"#), .malformed("subject")),
        (logins("\(google),\(google)"), .repeatedLogin("accounts.google.com")),
        (
            logins(#"\#(google),{"provider":"accounts.google.com","subject":"2"}"#),
            .sameProvider("accounts.google.com")
        ),
        (
            logins(#"{"provider":"accounts.google.com","subject":"1","developer":true}"#),
            .developerProvider("accounts.google.com")
        ),
        (
            logins(#"{"provider":"login.example","subject":"1","developer":false}"#),
            .developerProvider("login.example")
        ),
        (
            logins(#"{"provider":"a.example","subject":"\#(String(repeating: "x", count: 2_049))"}"#),
            .tooLarge("subject", limit: 2_048)
        ),
        (
            logins(
                (0...20).map { #"{"provider":"login.example","subject":"\#($0)"}"# }.joined(separator: ",")),
            .tooManyLogins(limit: 20)
        ),
        (
            #"{"kind":"merge","mergeId":"x","survivor":"\#(id)","absorbed":"\#(other)","absorbedState":"guest","moved":[],"aliases":[]}"#,
            .malformed("mergeId")
        ),
        (
            #"{"kind":"merge","mergeId":"00000000-0000-4000-8000-000000000009","survivor":"\#(id)","absorbed":"\#(other)","absorbedState":"disabled","moved":[],"aliases":[]}"#,
            .malformed("absorbedState")
        ),
    ]) func `is refused with its reason`(text: String, flaw: ArchiveFlaw) {
        #expect(throws: flaw) { try Self.read(text) }
    }

    @Test func `says of a developer's user that it is one`() throws {
        guard
            case .item(.identity(let identity)) = try Self.read(
                Self.logins(#"{"provider":"login.example","subject":"1"}"#))
        else {
            Issue.record("no identity")
            return
        }
        #expect(identity.logins.map(\.isDeveloper) == [true])
        #expect(identity.state == .authenticated)
    }

    @Test(arguments: [
        ("2026-11-28T06:50:12.345678Z", 1_795_848_612.345_678), ("2024-02-29T00:00:00+01:00", 1_709_161_200),
        ("1970-01-01T00:00:00Z", 0), ("2000-03-01T00:00:00.5-00:30", 951_870_600.5),
    ]) func `tells times to the microsecond`(text: String, seconds: Double) throws {
        let date = try #require(ArchiveTime.date(text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.000_000_5)
        #expect(ArchiveTime.date(ArchiveTime.text(date)) == date)
    }

    @Test func `is cut out of bytes that come in pieces, and kept no longer than it may be`() {
        var splitter = LineSplitter(limit: 4)
        #expect(splitter.split(Array("ab".utf8)) == [])
        #expect(splitter.split(Array("c\n\n12".utf8)) == [.whole(Array("abc".utf8)), .whole([])])
        #expect(splitter.split(Array("345\nx".utf8)) == [.tooLong])
        #expect(splitter.finish() == .whole(Array("x".utf8)))
        #expect(splitter.finish() == nil)
    }
}
