import Foundation
import Migrations
import Testing

@Suite struct `The embedded migrations` {
    @Test func `are exactly the files in the folder`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Migrations")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
            .filter { $0.hasSuffix(".sql") }.sorted()
        let names = EmbeddedMigrations.all.map { migration in
            let digits = String(migration.number)
            return String(repeating: "0", count: 4 - digits.count) + digits + "_\(migration.name).sql"
        }
        #expect(names == files)
        for (name, migration) in zip(names, EmbeddedMigrations.all) {
            #expect(try String(contentsOf: folder.appending(path: name), encoding: .utf8) == migration.sql)
        }
    }
}
