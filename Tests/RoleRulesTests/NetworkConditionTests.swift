import Testing

@testable import RoleRules

@Suite struct `Network operators` {
    @Test(arguments: [
        TestVector(#"{"claim": "ip", "inNetwork": "10.0.0.0/8"}"#, #"{"ip": "10.255.0.1"}"#, .holds),
        TestVector(#"{"claim": "ip", "inNetwork": "10.0.0.0/8"}"#, #"{"ip": "11.0.0.1"}"#, .doesNotHold),
        TestVector(#"{"claim": "ip", "inNetwork": ["192.168.0.0/16", "10.1.2.3"]}"#, #"{"ip": "10.1.2.3"}"#, .holds),
        TestVector(
            #"{"claim": "ip", "inNetwork": ["192.168.0.0/16", "10.1.2.3"]}"#, #"{"ip": "10.1.2.4"}"#, .doesNotHold),
        TestVector(#"{"claim": "ip", "inNetwork": "192.168.4.0/22"}"#, #"{"ip": "192.168.7.255"}"#, .holds),
        TestVector(#"{"claim": "ip", "inNetwork": "192.168.4.0/22"}"#, #"{"ip": "192.168.8.0"}"#, .doesNotHold),
        TestVector(#"{"claim": "ip", "inNetwork": "0.0.0.0/0"}"#, #"{"ip": "255.255.255.255"}"#, .holds),
        TestVector(#"{"claim": "ip", "inNetwork": "0.0.0.0/0"}"#, #"{"ip": "::1"}"#, .doesNotHold),
        TestVector(#"{"claim": "ip", "inNetwork": "2001:db8::/32"}"#, #"{"ip": "2001:DB8:ffff::1"}"#, .holds),
        TestVector(#"{"claim": "ip", "inNetwork": "2001:db8::/32"}"#, #"{"ip": "2001:db9::1"}"#, .doesNotHold),
        TestVector(#"{"claim": "ip", "inNetwork": "::/0"}"#, #"{"ip": "1:2:3:4:5:6:7:8"}"#, .holds),
        TestVector(#"{"claim": "ip", "inNetwork": "::/0"}"#, #"{"ip": "10.0.0.1"}"#, .doesNotHold),
        TestVector(#"{"claim": "ip", "inNetwork": "10.0.0.0/8"}"#, #"{"ip": "::ffff:10.1.2.3"}"#, .holds),
        TestVector(#"{"claim": "ip", "inNetwork": "10.0.0.0/8"}"#, #"{"ip": "::ffff:a01:203"}"#, .holds),
        TestVector(#"{"claim": "ip", "inNetwork": "::1"}"#, #"{"ip": "0:0:0:0:0:0:0:1"}"#, .holds),
        TestVector(#"{"claim": "ip", "notInNetwork": "10.0.0.0/8"}"#, #"{"ip": "8.8.8.8"}"#, .holds),
        TestVector(#"{"claim": "ip", "notInNetwork": "10.0.0.0/8"}"#, #"{"ip": "10.0.0.1"}"#, .doesNotHold),
        TestVector(#"{"claim": "ip", "notInNetwork": "10.0.0.0/8"}"#, #"{"ip": "::ffff:10.0.0.1"}"#, .doesNotHold),
        TestVector(#"{"claim": "ip", "inNetwork": "::ffff:10.0.0.0/104"}"#, #"{"ip": "10.1.2.3"}"#, .holds),
        TestVector(#"{"claim": "ip", "inNetwork": "::ffff:10.0.0.0/104"}"#, #"{"ip": "::ffff:10.1.2.3"}"#, .holds),
        TestVector(#"{"claim": "ip", "inNetwork": "::ffff:10.0.0.0/104"}"#, #"{"ip": "11.1.2.3"}"#, .doesNotHold),
        TestVector(#"{"claim": "ip", "notInNetwork": "::ffff:a00:0/104"}"#, #"{"ip": "10.1.2.3"}"#, .doesNotHold),
        TestVector(#"{"claim": "ip", "inNetwork": "::ffff:10.1.2.3"}"#, #"{"ip": "10.1.2.3"}"#, .holds),
        TestVector(#"{"claim": "ip", "inNetwork": "::ffff:0:0/96"}"#, #"{"ip": "10.1.2.3"}"#, .holds),
        TestVector(#"{"claim": "ip", "inNetwork": "::ffff:0:0/96"}"#, #"{"ip": "::1"}"#, .doesNotHold),
        TestVector(#"{"claim": "ip", "inNetwork": "10.0.0.0/8"}"#, "{}", .missing),
    ])
    func `ask whether an address is within a block`(_ vector: TestVector) throws { try vector.check() }

    @Test(arguments: [
        "", "10.0.0", "10.0.0.0.0", "10.0.0.256", "010.0.0.1", "10.0.0.1 ", "0x0a.0.0.1", "10.0.0.0/8", "10.0.0.-1",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1:2:3:4:5:6:7", "12345::", "g::", "fe80::1%eth0", "[::1]",
        "::1.2.3", "::1.2.3.4:5", "::+1", "1:2:3:4:5:6:7::8", "localhost", "10.0.0.1:443",
    ])
    func `cannot compare a text that is no address`(_ text: String) throws {
        try TestVector(#"{"claim": "ip", "inNetwork": "0.0.0.0/0"}"#, #"{"ip": "\#(text)"}"#, .notComparable).check()
        try TestVector(#"{"claim": "ip", "notInNetwork": "0.0.0.0/0"}"#, #"{"ip": "\#(text)"}"#, .notComparable)
            .check()
    }

    @Test(arguments: [
        TestVector(#"{"request": "sourceAddress", "inNetwork": "10.0.0.0/8"}"#, "{}", .holds, from: "10.1.1.1"),
        TestVector(#"{"request": "sourceAddress", "inNetwork": "10.0.0.0/8"}"#, "{}", .doesNotHold, from: "11.1.1.1"),
        TestVector(#"{"request": "sourceAddress", "inNetwork": "10.0.0.0/8"}"#, "{}", .notComparable, from: "proxy"),
        TestVector(
            #"{"request": "sourceAddress", "inNetwork": "10.0.0.0/8"}"#, #"{"sourceAddress": "10.1.1.1"}"#, .missing),
        TestVector(#"{"request": "sourceAddress", "notInNetwork": "10.0.0.0/8"}"#, "{}", .missing),
    ])
    func `know where the request comes from, or know that they do not`(_ vector: TestVector) throws {
        try vector.check()
    }

    @Test(arguments: [
        ("10.0.0.0/33", IPNetwork.Mistake.notANetwork), ("10.0.0.0/", .notANetwork), ("10.0.0.0/-1", .notANetwork),
        ("10.0.0.0/08", .notANetwork), ("10.0.0.0/8/8", .notANetwork), ("10.0.0/8", .notANetwork), ("/8", .notANetwork),
        ("", .notANetwork), ("::/129", .notANetwork), ("10.0.0.1/8", .hostBits), ("10.0.0.0/4", .hostBits),
        ("1.0.0.0/0", .hostBits), ("2001:db8::1/32", .hostBits), ("::1/127", .hostBits), ("10.0.0.0/+8", .notANetwork),
        ("::ffff:0:0/95", .hostBits), ("::ffff:10.0.0.1/104", .hostBits),
    ])
    func `refuse what is no block`(_ text: String, _ mistake: IPNetwork.Mistake) {
        #expect(throws: mistake) { try IPNetwork(text) }
    }

    @Test(arguments: ["10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "::/0", "::1/128", "2001:db8::/33", "1.2.3.4"])
    func `take a block`(_ text: String) throws {
        #expect(try IPNetwork(text).text == text)
    }
}
