/// A way into the house: one protocol, spoken to the end. Whatever happens behind it, a door answers.
package protocol Door: Sendable {
    func answer(_ request: WireRequest) async -> WireResponse
}
