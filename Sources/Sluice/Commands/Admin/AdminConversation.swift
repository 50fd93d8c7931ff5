import AdminClient
import AdminDisplay
import Foundation
import OutboundHTTP
import StrictJSON

/// One command's talk with a broker: what it asks, and how it shows what it heard.
struct AdminConversation {
    let client: AdminClient
    let output: OutputFormat

    /// Opens a connection as the options and the environment say, and closes it again whatever happens.
    static func use(_ options: AdminOptions, _ work: (AdminConversation) async throws -> Void) async throws {
        try await AdminExit.explained {
            let surroundings = AdminSurroundings()
            let address = try await surroundings.address(options)
            let (credentials, region) = try surroundings.credentials(options)
            let authority = try surroundings.certificateAuthority(options)
            guard let connection = try? DirectConnection(to: address, certificateAuthority: authority) else {
                throw Failure("The file of certificate authorities holds no certificate.")
            }
            let client = AdminClient(address, as: credentials, region: region) {
                request, take throws(DirectFailure) in
                try await connection.send(request, take: take)
            }
            do {
                try await work(AdminConversation(client: client, output: options.output))
                await connection.shutdown()
            } catch {
                await connection.shutdown()
                throw error
            }
        }
    }

    // MARK: Asking

    /// The ETag of what is at a path now.
    func state(of path: String) async throws -> String {
        let answer = try await client.ask(AdminRequest(.get, path))
        guard let tag = answer.entityTag else {
            throw AdminClientError.unusable(status: answer.status, contentType: nil)
        }
        return tag
    }

    /// What is at a path now; nil when there is nothing.
    func body(of path: String) async throws -> JSONDocument? {
        do {
            return try document(try await client.ask(AdminRequest(.get, path)))
        } catch AdminClientError.refused(let problem) where problem.status == 404 {
            return nil
        }
    }

    /// Nil when the answer has no body.
    func document(_ answer: AdminResponse) throws -> JSONDocument? {
        guard !answer.body.isEmpty else { return nil }
        do throws(JSONError) {
            return try JSONDocument(answer.body, limits: AdminClient.limits)
        } catch {
            throw AdminClientError.unusable(status: answer.status, contentType: nil)
        }
    }

    // MARK: Showing

    /// - Parameter told: one line for people, where there is no body.
    func show(_ answer: AdminResponse, told: String = "done") throws {
        guard let document = try document(answer) else {
            // Scripts look at the exit code.
            if output == .table { print(told) }
            return
        }
        show(document.root, entityTag: answer.entityTag)
    }

    func show(_ node: JSONNode, entityTag: String? = nil) {
        switch output {
        case .table:
            let extra = entityTag.map { [(name: "etag", value: $0)] } ?? []
            for line in Details.lines(node, extra: extra) { print(line) }
        case .json: print(ShownJSON.indented(node))
        case .jsonl: print(ShownJSON.compact(node))
        }
    }

    func show(_ rows: [JSONNode], cursor: String? = nil, columns: [Column], isWide: Bool = false) {
        switch output {
        case .table where rows.isEmpty: AdminExit.note("There is nothing.")
        case .table: for line in Table(columns, rows).lines(isWide: isWide) { print(line) }
        case .json: print(ShownJSON.list(rows, cursor: cursor))
        case .jsonl: for row in rows { print(ShownJSON.compact(row)) }
        }
    }
}

extension AdminExit {
    /// Something beside the output, for people.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data("\(text.shown)\n".utf8))
    }
}
