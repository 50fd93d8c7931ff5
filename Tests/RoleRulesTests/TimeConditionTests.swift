import Foundation
import Testing

@testable import RoleRules

@Suite struct `Time operators` {
    @Test(arguments: [
        TestVector(#"{"claim": "t", "before": "2030-01-01T00:00:00Z"}"#, #"{"t": 1893455999}"#, .holds),
        TestVector(#"{"claim": "t", "before": "2030-01-01T00:00:00Z"}"#, #"{"t": 1893456000}"#, .doesNotHold),
        TestVector(#"{"claim": "t", "after": "2030-01-01T00:00:00Z"}"#, #"{"t": 1893456001}"#, .holds),
        TestVector(#"{"claim": "t", "after": "2030-01-01T00:00:00Z"}"#, #"{"t": 1893456000}"#, .doesNotHold),
        TestVector(#"{"claim": "t", "after": 1893456000}"#, #"{"t": 1893456000.000000001}"#, .holds),
        TestVector(#"{"claim": "t", "after": 1893456000}"#, #"{"t": 1.893456001e9}"#, .holds),
        TestVector(#"{"claim": "t", "after": -1}"#, #"{"t": -0.5}"#, .holds),
        TestVector(#"{"claim": "t", "before": -0.25}"#, #"{"t": -0.5}"#, .holds),
        TestVector(#"{"claim": "t", "before": "now"}"#, #"{"t": "2029-12-31T23:59:59.999999999Z"}"#, .holds),
        TestVector(#"{"claim": "t", "before": "now"}"#, #"{"t": "2030-01-01T01:00:00+01:00"}"#, .doesNotHold),
        TestVector(#"{"claim": "t", "before": "now"}"#, #"{"t": "2030-01-01T00:59:59+01:00"}"#, .holds),
        TestVector(#"{"claim": "t", "after": "now"}"#, #"{"t": "2029-12-31T23:30:00-00:31"}"#, .holds),
        TestVector(#"{"claim": "t", "after": "now"}"#, #"{"t": "1893456001"}"#, .holds),
        TestVector(#"{"claim": "t", "after": "2028-02-29 00:00:00z"}"#, #"{"t": "2028-02-29t00:00:01Z"}"#, .holds),
    ])
    func `compare moments`(_ vector: TestVector) throws { try vector.check() }

    @Test(arguments: [
        TestVector(#"{"claim": "auth_time", "youngerThan": 3600}"#, #"{"auth_time": 1893452401}"#, .holds),
        TestVector(#"{"claim": "auth_time", "youngerThan": 3600}"#, #"{"auth_time": 1893452400}"#, .doesNotHold),
        TestVector(#"{"claim": "auth_time", "youngerThan": 3600}"#, #"{"auth_time": 1893459999}"#, .holds),
        TestVector(#"{"claim": "since", "olderThan": 86400}"#, #"{"since": "2029-12-30T23:59:59Z"}"#, .holds),
        TestVector(#"{"claim": "since", "olderThan": 86400}"#, #"{"since": "2029-12-31T00:00:00Z"}"#, .doesNotHold),
        TestVector(#"{"claim": "since", "olderThan": 0}"#, #"{"since": 1893459999}"#, .doesNotHold),
        TestVector(#"{"claim": "since", "olderThan": 86400}"#, "{}", .missing),
    ])
    func `compare ages`(_ vector: TestVector) throws { try vector.check() }

    @Test(arguments: [
        TestVector(#"{"request": "time", "before": "2030-01-02T00:00:00Z"}"#, "{}", .holds),
        TestVector(#"{"request": "time", "after": "2030-01-02T00:00:00Z"}"#, "{}", .doesNotHold),
        TestVector(#"{"request": "time", "after": "2029-12-31T23:59:59Z"}"#, #"{"time": 0}"#, .holds),
    ])
    func `know the time of the request`(_ vector: TestVector) throws { try vector.check() }

    @Test(arguments: [
        "", "now", "yesterday", "2030-01-01", "2030-01-01T00:00Z", "2030-01-01T00:00:00", "2030-13-01T00:00:00Z",
        "2030-00-01T00:00:00Z", "2030-02-29T00:00:00Z", "2030-04-31T00:00:00Z", "2030-01-00T00:00:00Z",
        "2030-01-01T24:00:00Z", "2030-01-01T00:60:00Z", "2030-01-01T00:00:61Z", "2030-01-01T00:00:00.Z",
        "2030-01-01T00:00:00+1:00", "2030-01-01T00:00:00+24:00", "2030-01-01T00:00:00Z ", "+2030-01-01T00:00:00Z",
        "30-01-01T00:00:00Z", "2030-1-01T00:00:00Z", "1e30", "true",
    ])
    func `cannot compare a text that is no time`(_ text: String) throws {
        try TestVector(#"{"claim": "t", "before": "now"}"#, #"{"t": "\#(text)"}"#, .notComparable).check()
        try TestVector(#"{"claim": "t", "olderThan": 0}"#, #"{"t": "\#(text)"}"#, .notComparable).check()
    }

    @Test(arguments: [
        "0000-03-01T00:00:00Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1600-02-29T12:00:00Z",
        "1899-12-31T23:59:59Z", "1900-02-28T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z",
        "2000-02-29T00:00:00Z", "2024-02-29T23:59:59Z", "2100-03-01T00:00:00Z", "9999-12-31T23:59:59Z",
    ])
    func `count days as the calendar does`(_ text: String) throws {
        // Foundation's calendar is Julian before 1582; this style is not.
        let date = try Date(text, strategy: .iso8601)
        let instant = try #require(Instant(text))
        guard date.timeIntervalSince1970 > -12_219_292_800 else {
            #expect(instant < Instant("1582-10-15T00:00:00Z")!)
            return
        }
        #expect(instant.seconds == Int64(date.timeIntervalSince1970))
    }

    @Test func `count every day of an era once`() throws {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var previous: Int64?
        var days = 0
        for year in 1_900..<2_300 {
            for month in 1...12 {
                for day in 1...31 {
                    guard let instant = Instant("\(year)-\(two(month))-\(two(day))T00:00:00Z") else { continue }
                    if let previous, instant.seconds != previous + 86_400 { Issue.record("\(year)-\(month)-\(day)") }
                    previous = instant.seconds
                    days += 1
                }
            }
        }
        #expect(days == 146_097)
    }
}
