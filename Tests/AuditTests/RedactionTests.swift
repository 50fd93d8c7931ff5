import IdentityModel
import Storage
import Testing

@testable import Audit

@Suite struct `What of a person` {
    @Test func `is kept, hashed or dropped, each kind of value by itself`() {
        let redaction = Redaction(
            clientAddresses: .drop, claims: .hash, subjects: .keep, masterKey: Archive.masterKey)
        #expect(redaction.clientAddress("203.0.113.7") == nil)
        #expect(redaction.subject("ada") == "ada")
        let hashed = redaction.claim("ada@example.com")
        #expect(hashed?.hasPrefix("hash:") == true && hashed?.contains("ada") == false)
        #expect(hashed == redaction.claim("ada@example.com"))
        #expect(hashed != redaction.claim("bob@example.com"))
    }

    @Test func `is hashed with a key of the deployment`() {
        let other = Redaction(claims: .hash, masterKey: MasterKey(Secret([UInt8](repeating: 8, count: 32)))!)
        #expect(other.claim("ada") != Redaction(claims: .hash, masterKey: Archive.masterKey).claim("ada"))
    }
}
