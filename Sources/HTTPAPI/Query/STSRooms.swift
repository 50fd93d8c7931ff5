import Federation
import STS

/// Those who make the sessions that STS hands out.
package struct STSRooms: Sendable {
    let exchange: WebIdentityExchange
    let users: UserSessions
    let roles: RoleAssumption

    package init(exchange: WebIdentityExchange, users: UserSessions, roles: RoleAssumption) {
        self.roles = roles
        self.exchange = exchange
        self.users = users
    }
}
