import Foundation
import IdentityModel
import Testing

@Suite struct `A random UUID` {
    @Test func `says that it is one, and is never the same`() {
        let made = (0..<1_000).map { _ in UUID.random() }
        #expect(Set(made).count == 1_000)
        for uuid in made {
            #expect(uuid.uuid.6 >> 4 == 4)
            #expect(uuid.uuid.8 >> 6 == 0b10)
        }
    }
}
