import AdminClient
import AdminDisplay
import ArgumentParser
import StrictJSON

/// A command that asks one route of the admin API. What is common to the kinds of them is below; a command itself says which
/// route, and what it takes.
protocol AdminCall: AsyncParsableCommand {
    static var verb: Verb { get }
    var options: AdminOptions { get }
    /// Parameters of the path, by their names in the template.
    var place: [String: String] { get }
    /// Parameters of the query; those without a value are left out.
    var query: [(String, String?)] { get }
}

extension AdminCall {
    static var configuration: CommandConfiguration { verb.configuration }
    var place: [String: String] { [:] }
    var query: [(String, String?)] { [] }

    var request: AdminRequest {
        AdminRequest(
            Self.verb.method, AdminRequest.path(Self.verb.path, place),
            query: query.compactMap { name, value in value.map { (name, $0) } })
    }
}

/// Shows a list.
protocol ListCall: AdminCall {
    /// Whether the list comes in pages.
    static var isPaged: Bool { get }
    var list: ListOptions { get }
}

extension ListCall {
    static var isPaged: Bool { true }

    func run() async throws {
        try await AdminConversation.use(options) { conversation in
            var rows: [JSONNode] = []
            let isLines = conversation.output == .jsonl
            let cursor = try await conversation.client.pages(
                request, isPaged: Self.isPaged, limit: list.all || !Self.isPaged ? nil : list.limit, from: list.cursor
            ) { page in
                // Lines need not wait for the end, nor be held until then.
                if isLines { conversation.show(page, columns: []) } else { rows += page }
            }
            if !isLines {
                conversation.show(
                    rows, cursor: cursor, columns: Self.verb.columns.map { Column($0) }, isWide: list.wide)
            }
            if let cursor, conversation.output != .json {
                AdminExit.note("There is more: --all, or go on with --cursor \(cursor)")
            }
        }
    }
}

/// Sends one request as it is, and shows the answer.
protocol ShowCall: AdminCall {}

extension ShowCall {
    func run() async throws {
        try await AdminConversation.use(options) { conversation in
            try conversation.show(try await conversation.client.ask(request), told: Self.verb.told)
        }
    }
}

/// Sends a body: makes something, or asks a question that needs one.
protocol SendCall: AdminCall {
    /// Whether it changes nothing.
    static var asksOnly: Bool { get }
    func sent() throws -> [UInt8]
    func show(_ answer: AdminResponse, in conversation: AdminConversation) throws
}

extension SendCall {
    static var asksOnly: Bool { false }

    func show(_ answer: AdminResponse, in conversation: AdminConversation) throws {
        try conversation.show(answer, told: Self.verb.told)
    }

    func run() async throws {
        try await AdminConversation.use(options) { conversation in
            var request = request
            request.body = try sent()
            request.asksOnly = Self.asksOnly
            try show(try await conversation.client.ask(request), in: conversation)
        }
    }
}

/// Does something to a thing that has an ETag: deletes it, disables it, …
protocol ActCall: AdminCall {
    var state: StateOptions { get }
    /// Nil sends no body.
    func sent() throws -> [UInt8]?
}

extension ActCall {
    func sent() throws -> [UInt8]? { nil }

    func run() async throws {
        try await AdminConversation.use(options) { conversation in
            var request = request
            request.body = try sent()
            request.state = try await seen(state, conversation)
            try conversation.show(try await conversation.client.ask(request), told: Self.verb.told)
        }
    }
}

/// Replaces a thing that has an ETag: by a file, or by itself with some members changed.
protocol ChangeCall: AdminCall {
    var state: StateOptions { get }
    var body: BodyOptions { get }
}

extension ChangeCall {
    func run() async throws {
        try await AdminConversation.use(options) { conversation in
            if body.file == nil, body.members.isEmpty { throw Failure("Say what to change: --file or --set.") }
            var request = request
            // The state goes first: what is changed between the two looks is noticed.
            request.state = try await seen(state, conversation)
            var current: BodyDocument?
            if body.file == nil {
                current = try await conversation.body(of: AdminRequest.path(Self.verb.thing, place))
                    .map { BodyDocument($0.root, excluding: Self.verb.readOnly) }
            }
            request.body = try body.bytes(over: current)
            try conversation.show(try await conversation.client.ask(request))
        }
    }
}

extension AdminCall {
    /// The state that was given, or the one that is there now.
    fileprivate func seen(_ state: StateOptions, _ conversation: AdminConversation) async throws -> String {
        if let given = state.state { return given }
        return try await conversation.state(
            of: AdminRequest.path(Self.verb.stateOf ?? Self.verb.thing, place))
    }
}

extension BodyOptions {
    /// The file as it is, or with the members that were set; without a file, the members over what is there.
    func bytes(over current: BodyDocument? = nil) throws -> [UInt8] {
        var document = current ?? BodyDocument()
        if let file {
            let json = try BodyDocument.json(ofFile: file)
            guard !members.isEmpty else { return Array(json.text.utf8) }
            guard json.root.kind == .object else { throw Failure("--set needs a file that holds members.") }
            document = BodyDocument(json.root)
        }
        for member in members { document.set(member) }
        return document.bytes
    }
}
