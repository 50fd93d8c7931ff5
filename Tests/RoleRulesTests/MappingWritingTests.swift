import IdentityModel
import StrictJSON
import Testing

@testable import RoleRules

@Suite struct `A mapping that is written` {
    @Test(arguments: [
        #"{"type":"token","otherwise":"deny"}"#,
        #"{"type":"rules","otherwise":"authenticatedRole","rules":[{"name":"n","when":{"claim":"c","equals":"a\"b"},"role":"arn:aws:iam::123456789012:role/x","sessionSeconds":900,"tags":{"k":{"claim":"c"},"l":{"path":"/a~1b/*"},"m":{"value":"v"}}}]}"#,
    ])
    func `says the same as what was read`(_ text: String) throws {
        #expect(try MappingDocument(parsing: text).json == text)
    }

    @Test(arguments: [
        #"{"all":[{"any":[{"not":{"claim":"c","equals":"a"}}]},{"claim":"d","exists":false}]}"#,
        #"{"claim":"email","endsWith":"@example.com","acceptsUnverified":true}"#,
        #"{"path":"/a/b","notIn":["a","b"]}"#, #"{"claim":"c","matches":"a\\d+"}"#,
        #"{"claim":"c","notContainsIgnoringCase":"Ab"}"#, #"{"claim":"c","atLeast":18.50}"#,
        #"{"claim":"c","notNumberEquals":-1e3}"#, #"{"request":"time","before":"2030-01-01T00:00:00Z"}"#,
        #"{"claim":"c","after":"now"}"#, #"{"claim":"c","olderThan":60}"#, #"{"claim":"c","youngerThan":0}"#,
        #"{"request":"sourceAddress","notInNetwork":["10.0.0.0/8","::1"]}"#,
    ])
    func `keeps every condition`(_ text: String) throws {
        var json = JSONWriter()
        try condition(text).write(to: &json)
        #expect(String(decoding: json.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        (#"{"claim":"c","equals":42.0}"#, #"{"claim":"c","equals":"42.0"}"#),
        (#"{"path":"/c","equals":"a"}"#, #"{"claim":"c","equals":"a"}"#),
        (#"{"claim":"c","inNetwork":"::1"}"#, #"{"claim":"c","inNetwork":["::1"]}"#),
        (#"{"claim":"c","before":1893456000}"#, #"{"claim":"c","before":"1893456000"}"#),
        (#"{"equals":"a","claim":"c"}"#, #"{"claim":"c","equals":"a"}"#),
        (#"{"claim":"email","equals":"a","acceptsUnverified":false}"#, #"{"claim":"email","equals":"a"}"#),
    ])
    func `has one spelling for what means the same`(_ text: String, _ written: String) throws {
        var json = JSONWriter()
        try condition(text).write(to: &json)
        #expect(String(decoding: json.bytes, as: UTF8.self) == written)
        #expect(try condition(written) == condition(text))
    }

    @Test func `has a name of its own for every operator`() {
        #expect(Set(OperatorName.names).count == OperatorName.all.count)
        for (index, entry) in OperatorName.all.enumerated() {
            let same = OperatorName.all.indices.filter {
                OperatorName.all[$0].operation == entry.operation && OperatorName.all[$0].isNegated == entry.isNegated
            }
            #expect(same == [index])
        }
        #expect(
            OperatorName.names == [
                "equals", "notEquals", "equalsIgnoringCase", "notEqualsIgnoringCase", "startsWith", "notStartsWith",
                "startsWithIgnoringCase", "notStartsWithIgnoringCase", "endsWith", "notEndsWith",
                "endsWithIgnoringCase",
                "notEndsWithIgnoringCase", "contains", "notContains", "containsIgnoringCase", "notContainsIgnoringCase",
                "in", "notIn", "matches", "notMatches", "inNetwork", "notInNetwork", "numberEquals", "notNumberEquals",
                "lessThan", "atMost", "greaterThan", "atLeast", "before", "after", "olderThan", "youngerThan", "exists",
            ])
    }
}
