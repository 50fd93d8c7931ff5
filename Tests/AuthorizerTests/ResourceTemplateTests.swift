import Testing

@testable import Authorizer

@Suite struct `The resource of a route` {
    static let match = PathPattern.Match(values: ["id": "*:7"], rest: "a/b")

    static func resolve(
        _ text: String, _ caller: [ResourceTemplate.CallerVariable: String] = [:]
    ) throws -> String {
        try ResourceTemplate(text).resolved(
            method: "PUT", path: RequestPath("/users/7/a%20b"), match, caller: { caller[$0] })
    }

    @Test(arguments: [
        ("arn:aws:execute-api:us-east-1:000000000000:notes", "arn:aws:execute-api:us-east-1:000000000000:notes"),
        ("arn:aws:s3:::bucket/${path}", "arn:aws:s3:::bucket/users/7/a b"),
        ("arn:aws:x:::${method}/${rest}", "arn:aws:x:::PUT/a/b"),
        ("arn:aws:x:::u/${path.id}:${identity.id}", "arn:aws:x:::u/*:7:us-east-1:1"),
        ("arn:aws:x:::$${account}$", "arn:aws:x:::$000000000000$"),
    ])
    func `is put together from the request and the caller`(_ template: String, _ resource: String) throws {
        #expect(
            try Self.resolve(template, [.identity: "us-east-1:1", .account: "000000000000"]) == resource)
    }

    @Test(arguments: ResourceTemplate.CallerVariable.allCases)
    func `is undetermined for a caller without what it is named after`(
        _ variable: ResourceTemplate.CallerVariable
    ) throws {
        for value in [nil, ""] {
            let refusal = #expect(throws: AuthorizationRefusal.self) {
                try ResourceTemplate("arn:aws:x:::\("${" + variable.rawValue)}/a").resolved(
                    method: "GET", path: RequestPath("/"), Self.match, caller: { _ in value })
            }
            #expect(refusal?.reason == "resource-undetermined")
        }
    }

    @Test(arguments: [
        ("", ResourceTemplate.Mistake.notARN), ("*", .wildcard), ("arn:aws:x::", .notARN), ("arn:aws:x:::", .notARN),
        ("aws:x:::a:b", .notARN), ("arn:aws::::b", .notARN), ("arn::x:::b", .notARN), ("arn:aws:x:::a*", .wildcard),
        ("arn:aws:x:::a?", .wildcard), ("arn:aws:x:${method}::a", .variableOutsideResource),
        ("arn:aws:x::${account}:a", .variableOutsideResource), ("arn:aws:x:::${path", .malformedVariable),
        ("arn:aws:x:::${nothing}", .unknownVariable("nothing")), ("arn:aws:x:::${}", .unknownVariable("")),
    ])
    func `is refused`(_ text: String, _ mistake: ResourceTemplate.Mistake) {
        #expect(throws: mistake) { try ResourceTemplate(text) }
    }
}
