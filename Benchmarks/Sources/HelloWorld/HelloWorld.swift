import Hummingbird

/// The framework saying hello, and echoing a body: what a request costs before there is anything to do.
@main
struct HelloWorld {
    static func main() async throws {
        let router = Router()
        router.get("/") { _, _ in "Hello" }
        router.post("/") { request, _ in try await request.body.collect(upTo: 65_536) }
        // Its log tells the port to whoever started it.
        let application = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        try await application.runService()
    }
}
