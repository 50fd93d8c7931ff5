import Testing

@testable import Postgres

@Suite struct `A database URI` {
    @Test func `is never printed`() throws {
        let configuration = try PostgresConfiguration(uri: "postgresql://user:hunter2@host/db")
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("hunter2"))
        }
    }

    @Test(arguments: ["postgresql://user:hunter2@[broken/db", "nonsense", "host='unclosed"])
    func `that libpq does not understand is refused without being quoted`(uri: String) {
        #expect(throws: PostgresError.malformedURI) { try PostgresConfiguration(uri: uri) }
    }

    @Test(arguments: [
        "postgresql://a:5432,b:5432/db?target_session_attrs=read-write", "host=/run/postgresql dbname=x",
        "postgresql:///",
    ])
    func `may be anything that libpq understands`(uri: String) throws {
        #expect(try PostgresConfiguration(uri: uri).uri == uri)
    }
}
