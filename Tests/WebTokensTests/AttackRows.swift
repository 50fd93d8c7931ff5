import Testing

/// Where each row of the attack table, 1 to 140, is tested. Rows that concern two rooms are listed where the deciding
/// half is.
@Suite struct `The attack table` {
    private static let here: [ClosedRange<Int>] = [
        1...2,  // The door refuses these first; the verifier does too.
        4...98, 100...100, 102...102, 107...108, 112...112,
        120...120, 123...131,  // What the guard says to a URL is tested in OutboundHTTPTests.
        138...140,
    ]

    private static let elsewhere: [(rows: ClosedRange<Int>, place: String)] = [
        (3...3, "HTTPAPITests: the number of logins"),
        (99...99, "StorageTests: subjects are kept byte by byte"),
        (101...101, "ProvidersTests: token_use of user pools"),
        (103...104, "ProvidersTests: the server-side check of user pools"),
        (105...105, "FederationTests: nobody is found by e-mail"),
        (106...106, "RoleRulesTests: e-mail in rules"),
        (109...111, "the suite of the hosted sign-in: nonce, at_hash, auth_time"),
        (113...114, "ProvidersTests: our own tokens under other keys, and the reverse"),
        (115...118, "FederationTests: which identity, which pool, all logins or none"),
        (119...119, "OutboundHTTPTests: redirects"),
        (121...122, "OutboundHTTPTests: size, time and compression"),
        (132...137, "OutboundHTTPTests: addresses, spellings of hosts, TLS"),
    ]

    @Test func `has a place for every row and only one`() {
        let rows = (Self.here + Self.elsewhere.map(\.rows)).flatMap { Array($0) }
        #expect(rows.sorted() == Array(1...140))
    }
}
