import Foundation
import IdentityModel
import Testing

@testable import Storage

@Suite struct `A settlement` {
    private static let pool = UUID(), fresh = UUID()
    private static let google = LoginKey(provider: "accounts.google.com", subject: "1", audience: "a")
    private static let otherGoogle = LoginKey(provider: "accounts.google.com", subject: "2", audience: "a")
    private static let example = LoginKey(provider: "idp.example.com", subject: "1", audience: "b")

    private static func record(
        _ state: IdentityState, owning logins: [LoginKey] = [], bornAt second: Double = 0
    ) -> IdentityRecord {
        IdentityRecord(
            pool: pool, id: UUID(), state: state, createdAt: Date(timeIntervalSince1970: second),
            logins: logins.map { .init(provider: $0.provider, subject: $0.subject, isDeveloper: $0.isDeveloper) })
    }

    private static func decide(
        _ logins: [LoginKey], _ named: IdentityRecord? = nil, _ owners: [IdentityRecord] = []
    ) -> Settlement {
        Settlement.decide(logins, named: named, owners: owners, fresh: fresh)
    }

    // MARK: GetId

    @Test func `of logins that nobody owns makes one new identity`() {
        #expect(
            Self.decide([Self.google, Self.example])
                == .settled(.init(survivor: Self.fresh, isNew: true, link: [Self.google, Self.example])))
    }

    @Test func `links what nobody owns to the owner of the rest`() {
        let owner = Self.record(.authenticated, owning: [Self.google])
        #expect(
            Self.decide([Self.google, Self.example], nil, [owner])
                == .settled(.init(survivor: owner.id, link: [Self.example])))
    }

    @Test func `merges two owners into the older one`() {
        let young = Self.record(.authenticated, owning: [Self.google], bornAt: 2)
        let old = Self.record(.authenticated, owning: [Self.example], bornAt: 1)
        #expect(
            Self.decide([Self.google, Self.example], nil, [young, old])
                == .settled(.init(survivor: old.id, absorb: [young.id])))
    }

    // MARK: With an identity

    @Test func `upgrades a guest in place`() {
        let guest = Self.record(.guest)
        #expect(Self.decide([Self.google], guest) == .settled(.init(survivor: guest.id, link: [Self.google])))
    }

    @Test func `gives a guest's place to the known owner`() {
        let guest = Self.record(.guest)
        let owner = Self.record(.authenticated, owning: [Self.google])
        #expect(
            Self.decide([Self.google], guest, [owner]) == .settled(.init(survivor: owner.id, absorb: [guest.id])))
    }

    @Test func `keeps the named identity when both are somebody's`() {
        let named = Self.record(.authenticated, owning: [Self.google], bornAt: 9)
        let other = Self.record(.authenticated, owning: [Self.example], bornAt: 1)
        #expect(
            Self.decide([Self.google, Self.example], named, [named, other])
                == .settled(.init(survivor: named.id, absorb: [other.id])))
    }

    @Test func `changes nothing when the named identity owns everything`() {
        let named = Self.record(.authenticated, owning: [Self.google, Self.example])
        #expect(Self.decide([Self.google], named, [named]) == .settled(.init(survivor: named.id)))
    }

    @Test(arguments: [true, false])
    func `is refused when no login belongs to the named identity`(isOwnedElsewhere: Bool) {
        let named = Self.record(.authenticated, owning: [Self.google])
        let owners = isOwnedElsewhere ? [Self.record(.authenticated, owning: [Self.example])] : []
        #expect(Self.decide([Self.example], named, owners) == .refused(.loginsDoNotMatch))
    }

    @Test func `is refused for a disabled identity`() {
        #expect(Self.decide([Self.google], Self.record(.disabled)) == .refused(.disabled))
    }

    // MARK: Limits

    @Test func `is refused when two users of one provider would meet`() {
        let named = Self.record(.authenticated, owning: [Self.google, Self.example])
        #expect(Self.decide([Self.example, Self.otherGoogle], named, [named]) == .refused(.conflict))
    }

    @Test func `is refused when merging brings two users of one provider together`() {
        let third = LoginKey(provider: "third.example", subject: "1", audience: "c")
        let first = Self.record(.authenticated, owning: [Self.google, Self.example])
        let second = Self.record(.authenticated, owning: [Self.otherGoogle, third])
        #expect(Self.decide([Self.example, third], first, [first, second]) == .refused(.conflict))
    }

    @Test func `lets several developer users share an identity`() {
        func developer(_ subject: String) -> LoginKey {
            LoginKey(provider: "login.example", subject: subject, audience: "", isDeveloper: true)
        }
        let named = Self.record(.authenticated, owning: [developer("1")])
        #expect(
            Self.decide([developer("1"), developer("2")], named, [named])
                == .settled(.init(survivor: named.id, link: [developer("2")])))
    }

    @Test func `holds twenty logins and not one more`() {
        func login(_ number: Int) -> LoginKey {
            LoginKey(provider: ProviderName("idp\(number).example"), subject: "1", audience: "a")
        }
        let named = Self.record(.authenticated, owning: (1...19).map(login))
        #expect(
            Self.decide([login(1), login(20)], named, [named])
                == .settled(.init(survivor: named.id, link: [login(20)])))
        #expect(Self.decide([login(1), login(20), login(21)], named, [named]) == .refused(.tooManyLogins))
    }
}
