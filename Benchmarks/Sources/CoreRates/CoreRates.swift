/// How fast the insides go on one core, each beside the least that the same work could cost here and now.
@main
struct CoreRates {
    static func main() throws {
        let members = [try PolicyRate().member(), try SignatureRate().member(), try MintRate().members()]
        print("{\(members.joined(separator: ", "))}")
    }
}
