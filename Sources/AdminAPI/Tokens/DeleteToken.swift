import IdentityModel
import Storage

import struct Foundation.UUID

struct DeleteToken: AdminRoute {
    static let description = RouteDescription(
        "DeleteToken", .delete, "/tokens/{tokenId}",
        "Ends a token at once. Nothing about a token changes, so no ETag is asked for.",
        answer: .none)

    let tokens: TokenAdministration

    func resource(of call: AdminCall) -> AdminResource { .own(kind: "token", name: call.parameter("tokenId")) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        guard let id = UUID(text: call.parameter("tokenId")),
            try await Problem.storing({ () throws(StorageError) in
                try await tokens.store.delete(id, account: tokens.account)
            })
        else { throw .notFound("There is no such token.") }
        return .noContent
    }
}
