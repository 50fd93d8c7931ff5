import HTTPTypes

/// All that the door and the OpenAPI document need to know of a route.
package struct RouteDescription: Sendable {
    /// `ListPools`; policies write `sluice:ListPools`. Unique.
    package let action: String
    package let method: Method
    package let path: PathTemplate
    /// One sentence for people.
    package let summary: String
    package var query: [QueryParameter]
    package var body: Body
    package var answer: Answer
    /// Whether it changes something that has an ETag: the client has to say which state it means.
    package var needsPrecondition: Bool

    package enum Method: String, Sendable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case delete = "DELETE"
    }

    package enum Body: Sendable {
        case none
        case json(Schema)
        /// Any bytes, up to the limit of request bodies; the route reads them itself.
        case bytes(contentType: String)
    }

    package struct Answer: Sendable {
        package let status: HTTPResponse.Status
        /// Nil where there is no JSON body.
        package let schema: Schema?
        package let contentType: String

        package init(_ status: HTTPResponse.Status, _ schema: Schema?, contentType: String = "application/json") {
            self.status = status
            self.schema = schema
            self.contentType = contentType
        }

        package static let none = Answer(.noContent, nil)
        package static func ok(_ schema: Schema) -> Answer { Answer(.ok, schema) }
        package static func created(_ schema: Schema) -> Answer { Answer(.created, schema) }
    }

    package init(
        _ action: String, _ method: Method, _ path: String, _ summary: String,
        query: [QueryParameter] = [], body: Body = .none, answer: Answer, needsPrecondition: Bool = false
    ) {
        self.action = action
        self.method = method
        self.path = PathTemplate(path)
        self.summary = summary
        self.query = query
        self.body = body
        self.answer = answer
        self.needsPrecondition = needsPrecondition
    }

    /// Whether an `Idempotency-Key` counts: where sending a request twice would do a thing twice.
    var isRepeatable: Bool { method != .post }

    /// Whether it changes anything; told apart by method, as HTTP has it, but for questions that need a body.
    var isChange: Bool { method != .get && !asksOnly }

    /// Parameters of the path that may name a person.
    package var people: Set<String> = []

    /// A POST that only asks: a simulation, a check.
    package var asksOnly = false

    /// What the route is about is said in its body or query: something new has its path and name there. Permission is
    /// then asked behind their shapes, as the IAM API does it.
    package var isReadFirst = false

    package static func asking(_ description: RouteDescription) -> RouteDescription {
        var description = description
        description.asksOnly = true
        return description
    }

    package static func readFirst(_ description: RouteDescription) -> RouteDescription {
        var description = description
        description.isReadFirst = true
        return description
    }
}

/// A parameter in the query. None may be given twice, and unknown ones are refused.
package struct QueryParameter: Sendable {
    package let name: String
    package let kind: Kind
    package let summary: String
    package var isRequired = false

    package enum Kind: Sendable {
        case text(TextRule)
        case integer(ClosedRange<Int64>)
        case boolean
    }

    package init(_ name: String, _ kind: Kind, _ summary: String) {
        self.name = name
        self.kind = kind
        self.summary = summary
    }

    /// How many rows a page has at most.
    package static let limit = QueryParameter(
        "limit", .integer(1...1_000), "Rows in a page at most; 100 when not given.")
    package static let cursor = QueryParameter(
        "cursor", .text(TextRule(length: 1...4_096)), "`nextCursor` of the page before.")
}
