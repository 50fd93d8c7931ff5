import SigV4
import Testing

@Suite struct `A signing time` {
    @Test(arguments: [
        (0, "19700101T000000Z"), (1_440_938_160, "20150830T123600Z"), (951_782_399, "20000228T235959Z"),
        (951_782_400, "20000229T000000Z"), (951_868_800, "20000301T000000Z"), (1_709_164_800, "20240229T000000Z"),
        (1_735_689_599, "20241231T235959Z"), (4_107_542_400, "21000301T000000Z"), (-1, "19691231T235959Z"),
        (253_402_300_799, "99991231T235959Z"),
    ])
    func `has one spelling, which reads back`(seconds: Int64, text: String) {
        let time = SigningTime(secondsSinceEpoch: seconds)
        #expect(time.basic == text)
        #expect(time.day == text.prefix(8))
        #expect(SigningTime(basic: text) == time)
    }

    @Test(arguments: [
        "20150229T000000Z", "21000229T000000Z", "20151301T000000Z", "20150001T000000Z", "20150132T000000Z",
        "20150100T000000Z", "00000000T000000Z", "99999999T999999Z", "20150101T240000Z", "20150101T006000Z",
        "20150101T000060Z", "20150101T000000",
        "20150101T000000ZZ", "20150101 000000Z", "2015O101T000000Z",
    ])
    func `is not read from a moment that does not exist`(text: String) {
        #expect(SigningTime(basic: text) == nil)
    }

    @Test func `is read from an HTTP date`() {
        let expected = SigningTime(secondsSinceEpoch: 784_111_777)
        #expect(SigningTime(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT") == expected)
        #expect(SigningTime(httpDate: "Sun, 06 Nov 1994 08:49:37 -0000") == expected)
    }

    @Test(arguments: [
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08-49-37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT+1", "Sun, 06 Nov 1994 08:49:37", "",
    ])
    func `is not read from other texts`(text: String) {
        #expect(SigningTime(httpDate: text) == nil)
    }
}
