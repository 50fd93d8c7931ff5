import Federation

/// Those who make the sessions that STS hands out.
package struct STSRooms: Sendable {
    let exchange: WebIdentityExchange
    let signed: SignedExchange

    package init(exchange: WebIdentityExchange, signed: SignedExchange) {
        self.exchange = exchange
        self.signed = signed
    }
}
