import Foundation
import Testing

/// Where each row of the attack table is held. A row that nobody holds, a test that does not exist, and a row that a
/// table of this room claims to hold but does not, all fail.
@Suite struct `The attack table` {
    @Test func `has a place for every row and only one`() {
        #expect(Self.register.flatMap { Array($0.rows) }.sorted() == Array(1...205))
    }

    @Test(arguments: register) func `names tests that exist`(entry: AttackRegister) throws {
        for test in entry.tests {
            let source = try String(contentsOf: Self.tests.appending(path: test.file), encoding: .utf8)
            let isThere = source.contains("func `\(test.name)`(") || source.contains("def \(test.name)(")
            #expect(isThere, "\(test.file) has no test \(test.name)")
        }
    }

    @Test func `is in the tables of this room as the register has it`() {
        let tables = Set(Self.attacks.map(\.row) + `The audience of a token`.cases.map(\.row))
        let registered = Set(Self.register.filter(\.isInTable).flatMap { Array($0.rows) })
        #expect(tables.symmetricDifference(registered).sorted() == [])
    }

    @Test func `gives a reason for every row without a test`() {
        for entry in Self.register { #expect(entry.tests.isEmpty == (entry.reason != nil), "rows \(entry.rows)") }
    }

    private static let attacks =
        `A text that is no sound token`.attacks + `A header that wants more than it may`.attacks
        + `The claims of a token`.attacks + `A token and its key`.attacks
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    private static let register = structure + confusion + claims + documents + opaque + elsewhere
}

struct AttackRegister: Sendable, CustomTestStringConvertible {
    typealias NamedTest = (file: String, name: String)

    let rows: ClosedRange<Int>
    let tests: [NamedTest]
    /// Whether the row is a line of the tables in this room.
    var isInTable = false
    /// Why nothing tests the row.
    var reason: String?

    var testDescription: String {
        rows.count == 1 ? "row \(rows.lowerBound)" : "rows \(rows.lowerBound) to \(rows.upperBound)"
    }

    /// Rows of the tables in this room.
    static func table(_ rows: ClosedRange<Int>, in file: String, _ name: String, and more: NamedTest...) -> Self {
        Self(rows: rows, tests: [("WebTokensTests/" + file, name)] + more, isInTable: true)
    }

    static func row(_ row: Int, _ tests: NamedTest...) -> Self { Self(rows: row...row, tests: tests) }

    /// Rows that nothing here can test.
    static func absent(_ rows: ClosedRange<Int>, _ reason: String) -> Self {
        Self(rows: rows, tests: [], reason: reason)
    }
}

// MARK: 7.1 Structure and encoding

private let quiet = "is refused before anybody is asked for keys"
private let quietly = "are refused before anybody is asked for keys"
private let endToEnd = "EndToEndTests/test_attack_table.py"

extension `The attack table` {
    private static let structure: [AttackRegister] = [
        // The door refuses the first three; the verifier the first two once more.
        .table(1...2, in: "StructureTests.swift", quiet, and: (endToEnd, "test_a_value_has_1_to_50000_characters")),
        .row(3, (endToEnd, "test_a_map_has_ten_logins_at_most")),
        .table(4...26, in: "StructureTests.swift", quiet),
        .table(27...27, in: "StructureTests.swift", quiet, and: ("WebTokensTests/ClaimTests.swift", quietly)),
        .table(28...28, in: "ClaimTests.swift", quietly),
    ]

    // MARK: 7.2 Algorithms and keys

    private static let unsound = "is refused when it is broken or weak"
    private static let mismatch = "are refused when one of them does not fit"

    private static let confusion: [AttackRegister] = [
        .table(29...31, in: "HeaderTests.swift", quiet),
        .table(32...32, in: "KeyConfusionTests.swift", mismatch),
        .table(33...33, in: "HeaderTests.swift", quiet),
        .table(34...35, in: "KeyConfusionTests.swift", mismatch),
        .table(
            36...36, in: "KeyConfusionTests.swift", mismatch,
            and: ("WebTokensTests/SignatureTests.swift", "is refused when it is one octet short or long"),
            ("EndToEndTests/test_real_providers.py", "test_an_algorithm_on_a_key_of_another_curve_is_refused")),
        .row(37, ("WebTokensTests/SignatureTests.swift", "has exactly two numbers of full length")),
        .row(38, ("WebTokensTests/SignatureTests.swift", "cannot be made of special numbers")),
        .row(
            39, ("WebTokensTests/SignatureTests.swift", "cannot be made of special numbers"),
            ("WebTokensTests/SignatureTests.swift", "keeps one good number only in vain"),
            ("WebTokensTests/SignatureTests.swift", "has exactly two numbers of full length")),
        .row(40, ("WebTokensTests/SignatureTests.swift", "is accepted with either of the two twins")),
        .row(41, ("WebTokensTests/SignatureTests.swift", "by RSA is refused when its block is not exactly right")),
        .row(
            42, ("WebTokensTests/SignatureTests.swift", "by RSA is refused when its block is not exactly right"),
            ("WebTokensTests/SignatureTests.swift", "by RSA with exponent 3 cannot be a cube that only begins right")),
        .row(43, ("WebTokensTests/SignatureTests.swift", "by RSA with exponent 3 cannot be a trivial root")),
        .row(44, ("WebTokensTests/KeyAdmissionTests.swift", unsound)),
        .row(45, ("WebTokensTests/KeyAdmissionTests.swift", unsound)),
        .row(46, ("WebTokensTests/KeyAdmissionTests.swift", unsound)),
        .row(47, ("WebTokensTests/KeyAdmissionTests.swift", unsound)),
        .row(
            48, ("WebTokensTests/KeyAdmissionTests.swift", unsound),
            ("WebTokensTests/SignatureTests.swift", "by Ed25519 has its second number below the order of the group")),
        .table(49...49, in: "HeaderTests.swift", quiet),
        .table(50...51, in: "KeyConfusionTests.swift", mismatch),
        .table(
            52...52, in: "KeyConfusionTests.swift", mismatch,
            and: ("WebTokensTests/KeySetOutageTests.swift", "loses the key that it gave away and keeps the others")),
        .table(53...53, in: "KeyConfusionTests.swift", mismatch),
        .table(54...56, in: "HeaderTests.swift", "never brings its own key"),
        .row(57, ("WebTokensTests/HeaderTests.swift", "can name a key only by its exact name")),
        .table(
            58...58, in: "HeaderTests.swift", quiet,
            and: ("WebTokensTests/HeaderTests.swift", "can name a key with line breaks only in vain")),
        .table(59...59, in: "HeaderTests.swift", quiet),
        .table(60...60, in: "KeyConfusionTests.swift", mismatch),
        .table(61...61, in: "HeaderTests.swift", quiet),
        .table(
            62...62, in: "KeyConfusionTests.swift", mismatch,
            and: ("WebTokensTests/KeyConfusionTests.swift", "need no name when one of three keys verifies")),
        .table(63...63, in: "KeyConfusionTests.swift", mismatch),
        .table(64...65, in: "HeaderTests.swift", quiet),
        .table(66...66, in: "HeaderTests.swift", quiet, and: ("WebTokensTests/ClaimTests.swift", quietly)),
        .table(67...68, in: "HeaderTests.swift", quiet),
        .table(69...69, in: "KeyConfusionTests.swift", mismatch),
        .row(70, ("WebTokensTests/KeySetCacheTests.swift", "lets a withdrawn key die with the next answer")),
        .table(71...71, in: "ClaimTests.swift", quietly),
        .row(
            72, ("WebTokensTests/ClaimTests.swift", "bind the issuer although another one publishes the same keys"),
            (
                "ProvidersTests/OpenIDConnectTests.swift",
                "refuses one issuer's token under another's key, though they share their keys"
            )),
    ]

    // MARK: 7.3 Claims and time

    private static let audience = "is matched by the rule of its issuer"

    private static let claims: [AttackRegister] = [
        .table(73...74, in: "ClaimTests.swift", quietly),
        .table(
            75...76, in: "ClaimTests.swift", quietly,
            and: ("WebTokensTests/ClaimTests.swift", "are accepted at the edge of what is allowed")),
        .table(77...83, in: "ClaimTests.swift", quietly),
        .row(
            84,
            (
                "WebTokensTests/ClaimTests.swift",
                "name the issuer in any accepted spelling and come out with the canonical one"
            )),
        .row(85, ("WebTokensTests/ClaimTests.swift", "name another issuer only while its alias is admitted")),
        .table(86...86, in: "AudienceTests.swift", audience),
        .table(87...87, in: "ClaimTests.swift", quietly),
        .row(
            88, ("WebTokensTests/AudienceTests.swift", "must be one text or a short list of texts"),
            ("EndToEndTests/test_real_providers.py", "test_a_token_for_nobody_is_refused")),
        .table(89...90, in: "AudienceTests.swift", audience),
        .table(91...91, in: "AudienceTests.swift", audience, and: ("WebTokensTests/ClaimTests.swift", quietly)),
        .table(92...93, in: "AudienceTests.swift", audience),
        .table(94...95, in: "ClaimTests.swift", quietly),
        .table(
            96...96, in: "ClaimTests.swift", quietly,
            and: ("WebTokensTests/ClaimTests.swift", "are accepted at the edge of what is allowed")),
        .table(97...98, in: "ClaimTests.swift", quietly),
        .row(
            99, ("StorageTests/IdentityStoreTests.swift", "tells subjects apart by their bytes"),
            (endToEnd, "test_subjects_that_differ_in_case_are_two_people")),
        .table(
            100...100, in: "ClaimTests.swift", quietly,
            and: ("ProvidersTests/UserPoolTests.swift", "refuses an access token for want of an audience")),
        .row(101, ("ProvidersTests/UserPoolTests.swift", "refuses a token whose claims do not fit")),
        .table(
            102...102, in: "AudienceTests.swift", audience,
            and: ("ProvidersTests/UserPoolTests.swift", "refuses a token whose claims do not fit")),
        .row(
            103, ("ProvidersTests/ServerSideCheckTests.swift", "decides by how the person stands there"),
            ("ProvidersTests/ServerSideCheckTests.swift", "is not asked when nobody wants it")),
        .row(
            104, ("ProvidersTests/ServerSideCheckTests.swift", "that is out of order lets nobody pass"),
            ("ProvidersTests/ServerSideCheckTests.swift", "that cannot be asked lets nobody pass")),
        .row(105, (endToEnd, "test_nobody_is_known_by_an_e_mail_address")),
        .row(
            106, ("RoleRulesTests/RuleMatchTests.swift", "takes no e-mail address that its provider calls unverified")),
        .row(
            107, ("WebTokensTests/ClaimTests.swift", "must equal what the operator demands"),
            ("ProvidersTests/GoogleTests.swift", "admits one domain when the descriptor asks for it")),
        .row(108, ("WebTokensTests/ClaimTests.swift", "must equal what the operator demands")),
        .absent(
            109...111,
            "nonce, at_hash, c_hash and max_age: the broker has no browser flow of its own that could expect any"),
        .row(112, ("WebTokensTests/ClaimTests.swift", "are accepted at the edge of what is allowed")),
        .row(
            113, ("FederationTests/ClassicFlowTests.swift", "does not take our own token where another's belongs"),
            (endToEnd, "test_our_own_token_is_no_login_elsewhere"),
            ("EndToEndTests/test_developers.py", "test_is_no_login_for_the_public_operations")),
        .row(114, (endToEnd, "test_a_foreign_token_is_none_of_ours")),
        .row(
            115, ("EndToEndTests/test_developers.py", "test_is_for_its_own_identity_only"),
            (endToEnd, "test_our_own_token_opens_no_other_identity")),
        .row(116, (endToEnd, "test_our_own_token_opens_nothing_in_another_pool")),
        .row(117, ("FederationTests/IdentityLifeTests.swift", "cannot come from the developer provider in public")),
        .row(
            118, ("FederationTests/IdentityLifeTests.swift", "is not touched by a request of which one token is bad"),
            (endToEnd, "test_one_bad_login_spoils_the_good_one")),
    ]

    // MARK: 7.4 Remote documents

    private static let documents: [AttackRegister] = [
        .row(119, ("OutboundHTTPTests/HTTPFetcherTests.swift", "does not follow a redirect")),
        .row(
            120, ("OutboundHTTPTests/HTTPFetcherTests.swift", "refuses HTML"),
            ("WebTokensTests/KeySetOutageTests.swift", "does not lose its keys by answering nonsense")),
        .row(
            121, ("OutboundHTTPTests/HTTPFetcherTests.swift", "refuses five mebibytes"),
            ("OutboundHTTPTests/HTTPFetcherTests.swift", "stops reading a body without end at the limit"),
            ("OutboundHTTPTests/HTTPFetcherTests.swift", "gives up on a body that stalls when its time is up"),
            ("OutboundHTTPTests/HTTPFetcherTests.swift", "gives up on a body that drips when its time is up")),
        .row(122, ("OutboundHTTPTests/HTTPFetcherTests.swift", "never inflates a bomb, announced or not")),
        .row(123, ("WebTokensTests/KeySetTests.swift", "is not even read with ten thousand keys")),
        .row(124, ("WebTokensTests/KeySetTests.swift", "must be an object with one array of keys")),
        .row(125, ("WebTokensTests/KeySetOutageTests.swift", "is served from what was fetched for a day")),
        .row(126, ("WebTokensTests/KeySetOutageTests.swift", "is reported for what it is")),
        .row(127, ("WebTokensTests/KeySetCacheTests.swift", "is asked for a new key once for a thousand callers")),
        .row(
            128,
            (
                "WebTokensTests/KeySetCacheTests.swift",
                "is asked at most once in ten seconds for a thousand names that nobody has"
            )),
        .row(
            129, ("WebTokensTests/KeySetOutageTests.swift", "is not even asked on behalf of junk"),
            ("ProvidersTests/OpenIDConnectTests.swift", "is never asked for keys, whoever a token says it is from")),
        .row(130, ("WebTokensTests/DiscoveryTests.swift", "must call itself what it is registered as")),
        .row(
            131, ("WebTokensTests/DiscoveryTests.swift", "cannot lead us where we do not go"),
            ("ProvidersTests/OpenIDConnectTests.swift", "does not fetch keys from just anywhere that discovery names")),
        .row(
            132, ("OutboundHTTPTests/AddressTests.swift", "of a machine, a network or nobody is not public"),
            ("OutboundHTTPTests/PinnedConnectionTests.swift", "is not made to an address inside")),
        .row(
            133,
            (
                "OutboundHTTPTests/PinnedConnectionTests.swift",
                "asks for addresses once, so that a name cannot change its mind between check and connect"
            ),
            ("OutboundHTTPTests/PinnedConnectionTests.swift", "is not reused for a name that has turned inside")),
        .row(134, ("OutboundHTTPTests/AddressPolicyTests.swift", "refuses")),
        .row(
            135, ("OutboundHTTPTests/TargetURLTests.swift", "that two readers could understand differently is refused")),
        .row(
            136,
            ("OutboundHTTPTests/PinnedConnectionTests.swift", "is refused when the certificate names another host"),
            ("OutboundHTTPTests/PinnedConnectionTests.swift", "is refused when the certificate has expired"),
            (
                "OutboundHTTPTests/PinnedConnectionTests.swift",
                "is refused when an unknown authority signed the certificate"
            ),
            (
                "OutboundHTTPTests/PinnedConnectionTests.swift",
                "is refused when only the system's authorities are trusted"
            )),
        .absent(
            137...137,
            "thumbprints are kept for the API's sake and enforce nothing: the chain is always judged by its authorities"
        ),
        .row(138, ("WebTokensTests/DiscoveryTests.swift", "can only narrow the algorithms")),
        .row(139, ("WebTokensTests/KeySetCacheTests.swift", "is due when its issuer says so, within limits")),
        .row(140, ("WebTokensTests/KeySetCacheTests.swift", "is due when its issuer says so, within limits")),
    ]

    // MARK: 7.5 Tokens that only their provider can read

    private static func facebook(_ name: String) -> AttackRegister.NamedTest {
        ("ProvidersTests/FacebookTests.swift", name)
    }
    private static func graph(_ name: String) -> AttackRegister.NamedTest {
        ("ProvidersTests/GraphAnswerTests.swift", name)
    }
    private static func amazon(_ name: String) -> AttackRegister.NamedTest {
        ("ProvidersTests/AmazonTests.swift", name)
    }
    private static func twitter(_ name: String) -> AttackRegister.NamedTest {
        ("ProvidersTests/TwitterTests.swift", name)
    }
    private static func memory(_ name: String) -> AttackRegister.NamedTest {
        ("ProvidersTests/RememberingTests.swift", name)
    }

    private static let outage = memory("is never taken for a no while it is out of order, and harms no other")

    private static let opaque: [AttackRegister] = [
        .row(
            141, facebook("refuses a token that is not its own person's"), facebook("refuses the same without a secret")
        ),
        .row(142, graph("about a token is told apart by its subcode")),
        .row(143, graph("that says something else proves nobody")),
        .row(
            144, facebook("refuses a token that is not its own person's"),
            facebook("takes the app's own token for nobody's")),
        .row(145, graph("that says something else proves nobody")),
        .row(146, graph("that says something else proves nobody")),
        .row(147, facebook("asks nobody about what cannot be a token")),
        .row(148, facebook("tells a wrong secret of ours from a wrong token")),
        .row(149, outage),
        .row(150, graph("that is an error is told apart by its code")),
        .row(151, facebook("judges tokens of Limited Login like any signed token")),
        .row(152, facebook("judges tokens of Limited Login like any signed token")),
        .row(153, amazon("refuses a token that proves nobody"), amazon("takes no other answer")),
        .row(154, amazon("takes no other answer")),
        .row(155, amazon("takes no other answer")),
        .row(156, amazon("takes no other answer")),
        // The adapter says that the token is invalid where the table says malformed.
        .row(157, twitter("asks nobody about what is no pair")),
        .row(158, twitter("refuses a token that proves nobody")),
        .row(159, twitter("asks nobody about what is no pair")),
        .row(160, twitter("tells its answers apart")),
        .row(161, twitter("tells its answers apart"), memory("has its yes remembered while it asks for patience")),
        .absent(162...164, "GitHub: there is no adapter, so no such token can be a login"),
        .row(165, outage),
        .row(166, outage),
        .row(167, memory("is asked for every token and every registration by itself")),
    ]

    // MARK: 7.6 and 7.7

    private static let elsewhere: [AttackRegister] = [
        .absent(168...182, "there is no browser flow of the broker's own yet: no callback, no state, no sign-in page"),
        .absent(183...205, "there is no SAML adapter, so no assertion can be a login"),
    ]
}
