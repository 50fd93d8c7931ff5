import AccessManagement
import IAMPolicy
import IdentityModel
import Storage
import Testing

@Suite struct `A list` {
    @Test func `goes on behind what was seen, whatever comes and goes`() async throws {
        try await LentAccount.lend { account in
            for name in ["b", "D", "f"] { try await account.user(name) }
            let first = try await account.users.list(pathPrefix: "/", PageRequest(limit: 2))
            #expect(first.items.map(\.user.name) == ["b", "D"])
            try await account.users.delete("D")
            for name in ["a", "e"] { try await account.user(name) }
            let second = try await account.users.list(pathPrefix: "/", PageRequest(marker: first.marker, limit: 2))
            #expect(second.items.map(\.user.name) == ["e", "f"])
            #expect(second.marker == nil)
        }
    }

    @Test func `takes no marker of another list, another deployment or nobody`() async throws {
        try await LentAccount.lend { account in
            for name in ["a", "b"] { try await account.user(name) }
            let marker = try #require(try await account.users.list(pathPrefix: "/", PageRequest(limit: 1)).marker)
            let otherKey = try #require(MasterKey(Secret([UInt8](repeating: 8, count: 32))))
            let foreign = try PageMarker(otherKey).marker(at: "a", of: "ListUsers/")
            let page = { (marker: String) in PageRequest(marker: marker, limit: 1) }
            #expect(try await account.users.list(pathPrefix: "/", page(marker)).items.map(\.user.name) == ["b"])
            for bad in [foreign, "", "YQ==", String(marker.dropLast(4)), "x\(marker.dropFirst())"] {
                await #expect(throws: AccessManagementError.invalidMarker, "\(bad)") {
                    try await account.users.list(pathPrefix: "/", page(bad))
                }
            }
            await #expect(throws: AccessManagementError.invalidMarker) {
                try await account.users.list(pathPrefix: "/other/", page(marker))
            }
            await #expect(throws: AccessManagementError.invalidMarker) {
                try await account.roles.list(pathPrefix: "/", page(marker))
            }
        }
    }

    @Test func `of the longest names has markers that fit`() async throws {
        try await LentAccount.lend { account in
            for end in ["a", "b"] {
                _ = try await account.policies.create(
                    String(repeating: "x", count: 127) + end, path: "/", document: .allowingNothingMuch,
                    description: nil, tags: [])
            }
            let page = try await account.policies.list(
                .local, onlyAttached: false, pathPrefix: "/", PageRequest(limit: 1))
            #expect(try #require(page.marker).count <= 320)
        }
    }
}

@Suite struct `Built-in policies` {
    @Test func `have ids of their own`() async throws {
        try await LentAccount.lend { account in
            let listed = try await account.policies.list(
                .builtIn, onlyAttached: false, pathPrefix: "/", PageRequest())
            #expect(listed.items.count == BuiltInPolicy.all.count)
            #expect(Set(listed.items.map(\.id)).count == BuiltInPolicy.all.count)
            #expect(listed.items.allSatisfy { UniqueID($0.id)?.kind == .managedPolicy })
        }
    }
}

@Suite struct `A provider's URL` {
    @Test(arguments: [
        ("https://Idp.example.com", "https://Idp.example.com"), ("https://a.example:443/x", "https://a.example/x"),
        ("https://a.example:8443/x/", "https://a.example:8443/x"), ("https://a.example/", "https://a.example"),
        ("https://[2001:db8::1]:443", "https://[2001:db8::1]"), ("http://localhost:9400", "http://localhost:9400"),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:1/a"), ("http://[::1]:1", "http://[::1]:1"),
        ("https://a.example/%41?".replacing("?", with: ""), "https://a.example/%41"),
    ])
    func `is kept in one form`(_ written: String, _ kept: String) throws {
        #expect(try ProviderURL(written, allowsLoopbackHTTP: true).text == kept)
    }

    @Test(arguments: [
        "", "https://", "https:///x", "https://a b", "https://a.example:", "https://a.example:99999",
        "https://a.example:-1", "https://u@a.example", "https://u:p@a.example", "https://[::1", "https://[x]",
        "https://a\\b", "https://é.example", "http://a.example", "http://127.0.0.1.example", "HTTPS://a.example",
        "ftp://a", "https://a.example\0",
    ])
    func `is nothing else`(_ written: String) {
        #expect(throws: AccessManagementError.malformedProviderURL) {
            try ProviderURL(written, allowsLoopbackHTTP: true)
        }
    }

    @Test(arguments: ["http://localhost", "http://127.0.0.1:9400", "http://[::1]"])
    func `is on loopback only where that is allowed`(_ written: String) {
        #expect(throws: AccessManagementError.malformedProviderURL) {
            try ProviderURL(written, allowsLoopbackHTTP: false)
        }
    }
}
