import AdminClient
import ArgumentParser

/// What one command does with the admin API: what it is called, which route it asks, what it shows of the answer.
struct Verb: Sendable {
    let name: String
    let abstract: String
    let method: AdminRequest.Method
    /// As in the OpenAPI document, below `/admin/v1`.
    let path: String
    /// Of a list.
    var columns: [String] = []
    /// Members that are shown and cannot be set.
    var readOnly: Set<String> = []
    /// Where the state of what is changed is told, when it is not the path itself.
    var stateOf: String?
    var discussion = ""

    init(
        _ name: String, _ abstract: String, _ method: AdminRequest.Method, _ path: String, columns: [String] = [],
        readOnly: Set<String> = [], stateOf: String? = nil, discussion: String = ""
    ) {
        self.name = name
        self.abstract = abstract
        self.method = method
        self.path = path
        self.columns = columns
        self.readOnly = readOnly
        self.stateOf = stateOf
        self.discussion = discussion
    }

    /// The place of the thing itself: without the verb that an action has behind a colon.
    var thing: String {
        guard let colon = path.lastIndex(of: ":"), !path[colon...].contains(where: { "/}".contains($0) }) else {
            return path
        }
        return String(path[..<colon])
    }

    /// What is said when there is no answer to show.
    var told: String { method == .delete ? "deleted" : "done" }

    var configuration: CommandConfiguration {
        CommandConfiguration(commandName: name, abstract: abstract, discussion: discussion)
    }
}
