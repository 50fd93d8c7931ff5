import StrictJSON

/// The shape of a JSON value. It checks what comes and describes itself in the OpenAPI document, so that what is
/// promised and what is done cannot differ.
package indirect enum Schema: Sendable {
    case text(TextRule = TextRule())
    case integer(ClosedRange<Int64> = Int64.min...Int64.max)
    case boolean
    /// - Parameter count: how many elements there may be.
    case list(Schema, count: ClosedRange<Int> = 0...1_000)
    /// Members that are not named are refused in requests.
    case object([Member])
    /// Members by a key of their own.
    case map(Schema, keys: TextRule = TextRule(), count: ClosedRange<Int> = 0...1_000)
    /// Stands in the document under this name.
    case named(String, Schema)
    /// Any JSON value: claims, policy documents, and what another room reads by its own rules.
    case anything
    /// Null, or the shape.
    case nullable(Schema)

    package struct Member: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool
        let summary: String

        package init(_ name: String, _ schema: Schema, isRequired: Bool = true, _ summary: String = "") {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
            self.summary = summary
        }

        package static func optional(_ name: String, _ schema: Schema, _ summary: String = "") -> Member {
            Member(name, schema, isRequired: false, summary)
        }
    }
}

/// What a text may be.
package struct TextRule: Sendable {
    /// In Unicode scalars.
    let length: ClosedRange<Int>
    /// The only texts that there may be; empty for any.
    let values: [String]
    let form: TextForm?

    package init(length: ClosedRange<Int> = 0...1_024, form: TextForm? = nil) {
        self.length = length
        self.form = form
        values = []
    }

    package init(oneOf values: [String]) {
        length = 0...1_024
        form = nil
        self.values = values
    }
}

/// A form that a text has to have, and how the document tells it.
package struct TextForm: Sendable {
    /// `format` of JSON Schema, where there is one for it.
    let format: String?
    /// An anchored ECMA-262 expression that says the same as `admits`.
    let pattern: String?
    /// As in "must be …".
    let summary: String
    let admits: @Sendable (String) -> Bool

    package init(
        format: String? = nil, pattern: String? = nil, _ summary: String, admits: @escaping @Sendable (String) -> Bool
    ) {
        self.format = format
        self.pattern = pattern
        self.summary = summary
        self.admits = admits
    }
}

extension Schema {
    /// A text of so many Unicode scalars.
    package static func text(_ length: ClosedRange<Int>) -> Schema { .text(TextRule(length: length)) }
    package static func text(oneOf values: [String]) -> Schema { .text(TextRule(oneOf: values)) }
    package static func text(_ form: TextForm) -> Schema { .text(TextRule(form: form)) }
}
