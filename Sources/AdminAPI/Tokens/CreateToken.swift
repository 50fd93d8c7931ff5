import AccessManagement
import HTTPTypes
import IdentityModel
import STS
import Storage
import StrictJSON

import struct Foundation.UUID

/// A token is as good as the user whom it is made for, so permission is asked on that user.
struct CreateToken: AdminRoute {
    static let description = RouteDescription(
        "CreateToken", .post, "/users/{userName}/tokens",
        "Makes a bearer token that stands for a user at this API, and shows it once.",
        body: .json(
            .named(
                "TokenSettings",
                .object([
                    .init("name", .text(1...128), "What it is used for."),
                    .optional("lifetimeSeconds", .integer(BearerToken.lifetimes), "A day when not given."),
                ]))), answer: .created(TokenDocument.new))

    let tokens: TokenAdministration

    func resource(of call: AdminCall) -> AdminResource { .managed(.user(call.parameter("userName"))) }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        var generator = SystemRandomNumberGenerator()
        let (token, hash) = BearerToken.random(using: &generator)
        let outcome = try await Problem.storing { () throws(StorageError) in
            try await tokens.store.insert(
                .random(), hash: hash, ofUserNamed: call.parameter("userName"), account: tokens.account,
                name: call.body?.text("name") ?? "", lifetime: call.body?.integer("lifetimeSeconds") ?? 86_400)
        }
        switch outcome {
        case .noSuchUser: throw .notFound("There is no user of that name.")
        case .tooMany: throw .conflict("A user has \(BearerToken.limitPerUser) tokens at most. Delete one.")
        case .inserted(let made):
            return .json(.created, location: "/tokens/\(made.id.text)") { json in
                json.beginObject()
                TokenDocument.writeMembers(made, to: &json)
                json.member("token", token.reveal())
                json.endObject()
            }
        }
    }
}
