import IdentityModel
import STS
import Testing

@Suite struct `A keyring` {
    private func token(by seal: SessionSeal, at seconds: Double) throws -> Secret<String> {
        var generator = SystemRandomNumberGenerator()
        var session = try SampleSeal.bareSession()
        session = SealedSession(
            kind: session.kind, account: session.account, principalID: session.principalID,
            principalPath: session.principalPath, principalName: session.principalName,
            sessionName: session.sessionName, issuedAt: SampleSeal.at(seconds),
            expiresAt: SampleSeal.at(1_000_000), id: session.id)
        return try seal.seal(
            session, for: SampleSeal.accessKeyID(), at: SampleSeal.at(seconds), using: &generator
        ).token
    }

    private func open(_ token: Secret<String>, with seal: SessionSeal, at seconds: Double) throws {
        _ = try seal.open(token, for: SampleSeal.accessKeyID(), at: SampleSeal.at(seconds))
    }

    @Test func `seals with the youngest key whose time has come`() throws {
        let old = try SampleSeal.rootKey(1)
        let new = try SampleSeal.rootKey(2, firstByte: 1, notBefore: 60)
        for both in [try SampleSeal.seal(old, new), try SampleSeal.seal(new, old)] {
            let before = try token(by: both, at: 59)
            try open(before, with: SampleSeal.seal(old), at: 59)
            #expect(throws: SealError.unknownKey(1)) { try open(before, with: SampleSeal.seal(new), at: 59) }
            let after = try token(by: both, at: 60)
            try open(after, with: SampleSeal.seal(new), at: 60)
            #expect(throws: SealError.unknownKey(2)) { try open(after, with: SampleSeal.seal(old), at: 60) }
        }
    }

    @Test func `seals with no key outside its time`() throws {
        let seal = try SampleSeal.seal(SampleSeal.rootKey(notBefore: 0, sealUntil: 100, openUntil: 200))
        #expect(throws: SealError.noSealingKey) { try token(by: seal, at: -1) }
        #expect(throws: Never.self) { try token(by: seal, at: 0) }
        #expect(throws: Never.self) { try token(by: seal, at: 99) }
        #expect(throws: SealError.noSealingKey) { try token(by: seal, at: 100) }
        let empty = SessionSeal(keyring: Keyring([]), deploymentID: SampleSeal.deploymentID)
        #expect(throws: SealError.noSealingKey) { try token(by: empty, at: 0) }
    }

    @Test func `opens with a key that seals no more until that key ends`() throws {
        let old = try SampleSeal.rootKey(1, notBefore: 0, sealUntil: 100, openUntil: 200)
        let new = try SampleSeal.rootKey(2, firstByte: 1, notBefore: 90)
        let token = try token(by: SampleSeal.seal(old), at: 50)
        let rotated = try SampleSeal.seal(new, old)
        try open(token, with: rotated, at: 199)
        #expect(throws: SealError.keyRetired(1)) { try open(token, with: rotated, at: 200) }
    }

    @Test func `opens with a key that another replica's clock already let seal`() throws {
        let key = try SampleSeal.rootKey(notBefore: 60)
        let token = try token(by: SampleSeal.seal(key), at: 60)
        try open(token, with: SampleSeal.seal(key), at: 30)
    }

    @Test func `does not open with a key that merely has the same id`() throws {
        let token = try token(by: SampleSeal.seal(SampleSeal.rootKey(1)), at: 0)
        #expect(throws: SealError.notAuthentic) {
            try open(token, with: SampleSeal.seal(SampleSeal.rootKey(1, firstByte: 7)), at: 0)
        }
    }
}

@Suite struct `A root key` {
    @Test func `has 32 bytes and its times in order`() {
        func key(bytes: Int = 32, _ notBefore: Double = 0, _ sealUntil: Double = 1, _ openUntil: Double = 2) -> RootKey?
        {
            RootKey(
                id: 1, secret: Secret([UInt8](repeating: 1, count: bytes)), notBefore: SampleSeal.at(notBefore),
                sealUntil: SampleSeal.at(sealUntil), openUntil: SampleSeal.at(openUntil))
        }
        #expect(key() != nil)
        #expect(key(bytes: 31) == nil)
        #expect(key(bytes: 33) == nil)
        #expect(key(2, 1, 3) == nil)
        #expect(key(0, 2, 1) == nil)
    }
}
