import Testing

@Suite struct `IP operators` {
    @Test(arguments: [
        ConditionVector("IpAddress", #""203.0.113.0/24""#, "203.0.113.7", true),
        ConditionVector("IpAddress", #""203.0.113.0/24""#, "203.0.114.7", false),
        ConditionVector("IpAddress", #""203.0.113.7""#, "203.0.113.7", true),
        ConditionVector("IpAddress", #""203.0.113.7""#, "203.0.113.8", false),
        ConditionVector("IpAddress", #""203.0.113.99/24""#, "203.0.113.7", true),
        ConditionVector("IpAddress", #""203.0.113.0/+024""#, "203.0.113.7", true),
        ConditionVector("IpAddress", #""203.000.113.07""#, "203.0.113.7", true),
        ConditionVector("IpAddress", #""0.0.0.0/0""#, "8.8.8.8", true),
        ConditionVector("IpAddress", #""203.0.113.7/31""#, "203.0.113.6", true),
        ConditionVector("NotIpAddress", #""203.0.113.0/24""#, "203.0.113.7", false),
        ConditionVector("NotIpAddress", #""203.0.113.0/24""#, "203.0.114.7", true),
        ConditionVector("IpAddress", #"["10.0.0.0/8", "192.168.0.0/16"]"#, "192.168.3.4", true),
        ConditionVector("NotIpAddress", #"["10.0.0.0/8", "192.168.0.0/16"]"#, "192.168.3.4", false),
    ])
    func `match IPv4 blocks and ignore their host bits`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [
        ConditionVector("IpAddress", #""2001:db8::/32""#, "2001:db8:1::1", true),
        ConditionVector("IpAddress", #""2001:db8::/32""#, "2001:db9::1", false),
        ConditionVector("IpAddress", #""2001:DB8::1""#, "2001:db8:0:0:0:0:0:1", true),
        ConditionVector("IpAddress", #""2001:db8::1/128""#, "2001:db8::1", true),
        ConditionVector("IpAddress", #""::/0""#, "2001:db8::1", true),
        ConditionVector("IpAddress", #""2001:db8::1/32""#, "2001:db8::1", false),
        ConditionVector("NotIpAddress", #""2001:db8::1/32""#, "2001:db8::1", true),
        ConditionVector("IpAddress", #""::1/0""#, "2001:db8::1", false),
        ConditionVector("IpAddress", #""::/0""#, "203.0.113.7", false),
        ConditionVector("IpAddress", #""0.0.0.0/0""#, "2001:db8::1", false),
        ConditionVector("NotIpAddress", #""0.0.0.0/0""#, "2001:db8::1", true),
        ConditionVector("IpAddress", #""203.0.113.0/24""#, "::ffff:203.0.113.7", true),
        ConditionVector("IpAddress", #""203.0.113.0/24""#, "::ffff:cb00:7107", true),
        ConditionVector("IpAddress", #""::/0""#, "::ffff:203.0.113.7", false),
        ConditionVector("IpAddress", #""::ffff:203.0.113.7""#, "203.0.113.7", false),
        ConditionVector("IpAddress", #""::1:0:0:0/80""#, "::1:0:0:7", true),
    ])
    func `match IPv6 blocks and take mapped addresses for IPv4`(_ vector: ConditionVector) throws { try vector.check() }

    @Test(arguments: [
        "", "not-an-ip", "203.0.113", "203.0.113.256", "203.0.113.7.1", "203.0.113.7/32", "203.0.113.+7", "203..113.7",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "12345::", ":::", "fe80::1%eth0", "g::",
        "::ffff:203.0.113", "203.0.113.7::", " 203.0.113.7",
    ])
    func `hold in neither form for a request without an address`(_ text: String) throws {
        try ConditionVector("IpAddress", #"["0.0.0.0/0", "::/0"]"#, text, false).check()
        try ConditionVector("NotIpAddress", #"["0.0.0.0/0", "::/0"]"#, text, false).check()
    }

    @Test(arguments: ["not-an-ip", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "10.0.0.0/8/8"])
    func `never match a policy value that is no block`(_ text: String) throws {
        try ConditionVector("IpAddress", "\"\(text)\"", "10.0.0.1", false).check()
        try ConditionVector("NotIpAddress", "\"\(text)\"", "10.0.0.1", true).check()
        try ConditionVector("IpAddress", "[\"\(text)\", \"10.0.0.1\"]", "10.0.0.1", true).check()
    }
}
