import Foundation
import IdentityModel
import Testing

@testable import Storage

@Suite struct `Stores` {
    @Test func `give a pool back as it was put in`() async throws {
        try await MigratedDatabase.lend { database in
            let snapshot = try #require(try await database.pools.find(database.pool.id.uuid))
            #expect(snapshot.pool == database.pool)
        }
    }

    @Test func `know every client id under the key that tokens come with`() async throws {
        try await MigratedDatabase.lend { database in
            let issuer = OpenIDIssuer(
                url: "https://idp.example.com/realms/main", keySetURL: "https://idp.example.com/keys",
                algorithms: ["ES256"], trustedAudiences: ["api"])
            try await OpenIDProviderStore(database.client).save(
                OpenIDProvider(account: database.pool.account, issuer: issuer, clientIDs: ["web", "phone"]))
            let snapshot = try #require(try await database.pools.find(database.pool.id.uuid))
            #expect(
                snapshot.registrations["idp.example.com/realms/main"]
                    == ClientRegistration(clientIDs: ["web", "phone"], issuer: issuer))
            #expect(
                snapshot.registrations["cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00"]
                    == ClientRegistration(clientIDs: ["one", "two"], serverSideTokenCheck: true))
            #expect(snapshot.registrations["graph.facebook.com"] == .none)
        }
    }

    @Test func `find a role whatever the case of its name, and keep its id`() async throws {
        try await MigratedDatabase.lend { database in
            let store = RoleStore(database.client)
            var generator = SystemRandomNumberGenerator()
            let account = database.pool.account
            var role = Role(
                account: account, id: UniqueID(.role, account: account, using: &generator), path: "/apps/",
                name: "Reader", trustPolicy: "{}", maxSessionSeconds: 7_200, policies: ["one": "{}", "two": "[]"])
            try await store.save(role)
            #expect(try await store.find(named: "rEADER", account: account) == role)
            #expect(try await store.find(RoleARN(account: account, path: "/apps/", name: "Reader")) == role)
            #expect(try await store.find(RoleARN(account: account, name: "Reader")) == nil)
            #expect(try await store.find(RoleARN(account: account, path: "/apps/", name: "rEADER")) == nil)

            let id = role.id
            role.id = UniqueID(.role, account: account, using: &generator)
            role.policies = ["two": "{}"]
            try await store.save(role)
            role.id = id
            #expect(try await store.find(id: id, account: account) == role)
        }
    }

    @Test func `keep private keys from whoever has another master key`() async throws {
        try await MigratedDatabase.lend { database in
            let ours = try #require(MasterKey(Secret([UInt8](repeating: 1, count: 32))))
            let theirs = try #require(MasterKey(Secret([UInt8](repeating: 2, count: 32))))
            let record = SigningKeyStore.Record(
                number: 1, kid: "eu-west-11", algorithm: "RS256", privateKey: Secret(Array("secret".utf8)),
                certificate: [1, 2, 3], createdAt: Date(timeIntervalSince1970: 1_767_225_600))
            #expect(try await SigningKeyStore(database.client, masterKey: ours).insert(record))
            // Another replica that comes second is told so.
            #expect(try await SigningKeyStore(database.client, masterKey: ours).insert(record) == false)
            let read = try await SigningKeyStore(database.client, masterKey: ours).list()
            #expect(read.map { $0.privateKey.reveal() } == [Array("secret".utf8)])
            await #expect(throws: StorageError.sealBroken("signing_keys/eu-west-11")) {
                try await SigningKeyStore(database.client, masterKey: theirs).list()
            }
        }
    }
}
