import IdentityModel
import TestSupport
import Testing

@testable import WebTokens

@Suite struct `A signature` {
    @Test(arguments: PublishedVector.all) func `of a published example verifies`(vector: PublishedVector) throws {
        let key = try #require(
            JSONWebKeySet(parsing: Array(TokenForge.keySet([vector.jwk]).utf8)).keys[0].material?.key)
        let signature = try #require(Base64URL.decode(vector.signature))
        let input = Array(vector.signingInput.utf8)
        #expect(key.verifies(signature, over: input[...], by: vector.algorithm))
        #expect(!key.verifies(signature, over: input.dropLast(), by: vector.algorithm))
        for other in SignatureAlgorithm.allCases where other != vector.algorithm {
            #expect(!key.verifies(signature, over: input[...], by: other))
        }
    }

    @Test func `made by hand verifies when the block is as it must be`() async throws {
        #expect(await Self.refusal(of: RSABlocks.good, over: RSABlocks.signingInput) == nil)
    }

    /// Attack rows 41 to 43.
    @Test(arguments: RSABlocks.bad)
    func `by RSA is refused when its block is not exactly right`(what: String, signature: String) async throws {
        #expect(await Self.refusal(of: signature, over: RSABlocks.signingInput) == .badSignature)
    }

    @Test(arguments: RSABlocks.badSalted)
    func `by RSA with salt is refused when salt or mask are not those of the algorithm`(
        what: String, signature: String
    ) async throws {
        #expect(await Self.refusal(of: signature, over: RSABlocks.saltedInput) == .badSignature)
    }

    /// Attack row 43.
    @Test(arguments: [0, 1] as [UInt8]) func `by RSA with exponent 3 cannot be a trivial root`(root: UInt8) async throws
    {
        let trial = TokenTrial(keySet: TokenForge.keySet([TokenForge().jwk.with("e", "\"Aw\"")]))
        let forge = TokenForge()
        let input = TokenForge.segment(forge.header.description) + "." + TokenForge.segment("\(TokenTrial.claims)")
        let signature = [UInt8](repeating: 0, count: 255) + [root]
        let outcome = await trial.run(Secret(input + "." + Base64URL.encode(signature)))
        #expect(outcome.refusal == .badSignature)
    }

    /// Attack row 42, with the exponent that makes it worth trying.
    @Test(arguments: RSABlocks.cubeRoots)
    func `by RSA with exponent 3 cannot be a cube that only begins right`(padding: Int, signature: String) async throws
    {
        let jwk = RSABlocks.jwk.with("e", "\"Aw\"")
        #expect(await Self.refusal(of: signature, over: RSABlocks.signingInput, jwk: jwk) == .badSignature)
    }

    private static func refusal(
        of signature: String, over input: String, jwk: RawObject = RSABlocks.jwk
    ) async -> LoginError? {
        var trial = TokenTrial(keySet: TokenForge.keySet([jwk]))
        trial.policy.algorithms = [.rs256, .ps256]
        return await trial.run(Secret(input + "." + signature)).refusal
    }
}

/// Attack rows 36 to 40 and 48.
@Suite struct `A signature on a curve` {
    private static let order = bytes("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")
    private static let orderLessOne = Array(order.dropLast()) + [0x50]
    private static let orderPlusOne = Array(order.dropLast()) + [0x52]
    private static let zero = [UInt8](repeating: 0, count: 32)
    private static let one = Array(zero.dropLast()) + [1]
    private static let greatest = [UInt8](repeating: 0xFF, count: 32)

    @Test(arguments: [zero, one, orderLessOne, order, orderPlusOne, greatest])
    func `cannot be made of special numbers`(first: [UInt8]) async throws {
        for second in [Self.zero, Self.one, Self.orderLessOne, Self.order, Self.orderPlusOne, Self.greatest] {
            #expect(await Self.refusal(of: first + second, by: TokenForge(.p256, as: .es256)) == .badSignature)
        }
    }

    @Test func `keeps one good number only in vain`() async throws {
        let (r, s) = try Self.goodSignature()
        for bad in [Self.zero, Self.order, Self.greatest] {
            #expect(await Self.refusal(of: r + bad, by: TokenForge(.p256, as: .es256)) == .badSignature)
            #expect(await Self.refusal(of: bad + s, by: TokenForge(.p256, as: .es256)) == .badSignature)
        }
    }

    /// Attack row 40: a known malleability, harmless because no token is known by its signature.
    @Test func `is accepted with either of the two twins`() async throws {
        let (r, s) = try Self.goodSignature()
        #expect(await Self.refusal(of: r + s, by: TokenForge(.p256, as: .es256)) == nil)
        #expect(await Self.refusal(of: r + Self.difference(Self.order, s), by: TokenForge(.p256, as: .es256)) == nil)
    }

    /// Attack row 37 and the last part of row 39.
    @Test func `has exactly two numbers of full length`() async throws {
        let (r, s) = try Self.goodSignature()
        let der: [UInt8] = [0x30, 0x46, 0x02, 0x21, 0] + r + [0x02, 0x21, 0] + s
        for wrong in [der, [0] + r + s, r + s + [0], [0] + r + [0] + s, r, Array((r + s).dropLast())] {
            #expect(await Self.refusal(of: wrong, by: TokenForge(.p256, as: .es256)) == .badSignature)
        }
    }

    /// Attack row 36.
    @Test(arguments: [TokenForge(.p384, as: .es384), TokenForge(.p521, as: .es512)])
    func `is refused when it is one octet short or long`(forge: TokenForge) async throws {
        let good = try forge.key.signature(over: Array(Self.input(forge).utf8), as: forge.algorithm)
        #expect(await Self.refusal(of: good, by: forge) == nil)
        for wrong in [Array(good.dropFirst()), Array(good.dropLast(2)), good + [0], [0, 0] + good] {
            #expect(await Self.refusal(of: wrong, by: forge) == .badSignature)
        }
    }

    /// Attack row 48: S and S + L satisfy the same equation.
    @Test func `by Ed25519 has its second number below the order of the group`() async throws {
        let forge = TokenForge(.ed25519, as: .edDSA)
        let good = try forge.key.signature(over: Array(Self.input(forge).utf8), as: .edDSA)
        #expect(await Self.refusal(of: good, by: forge) == nil)
        let scalar = Array(good[32...].reversed())
        let twin = Self.sum(scalar, Self.bytes("1000000000000000000000000000000014DEF9DEA2F79CD65812631A5CF5D3ED"))
        #expect(await Self.refusal(of: good[..<32] + twin.reversed(), by: forge) == .badSignature)
        for wrong in [Array(good.dropLast()), good + [0]] {
            #expect(await Self.refusal(of: wrong, by: forge) == .badSignature)
        }
    }

    // MARK: Pieces

    private static func input(_ forge: TokenForge) -> String {
        TokenForge.segment(forge.header.description) + "." + TokenForge.segment(TokenTrial.claims.description)
    }

    private static func goodSignature() throws -> (r: [UInt8], s: [UInt8]) {
        let forge = TokenForge(.p256, as: .es256)
        let signature = try forge.key.signature(over: Array(input(forge).utf8), as: .es256)
        return (Array(signature[..<32]), Array(signature[32...]))
    }

    private static func refusal(of signature: [UInt8], by forge: TokenForge) async -> LoginError? {
        var trial = TokenTrial(keySet: forge.keySet)
        trial.policy.algorithms = [forge.algorithm]
        return await trial.run(Secret(input(forge) + "." + Base64URL.encode(signature))).refusal
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }

    private static func difference(_ minuend: [UInt8], _ subtrahend: [UInt8]) -> [UInt8] {
        var borrow = 0
        let digits = zip(minuend, subtrahend).reversed().map { first, second -> UInt8 in
            let digit = Int(first) - Int(second) - borrow
            borrow = digit < 0 ? 1 : 0
            return UInt8(truncatingIfNeeded: digit)
        }
        return digits.reversed()
    }

    private static func sum(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
        var carry = 0
        let digits = zip(first, second).reversed().map { first, second -> UInt8 in
            let digit = Int(first) + Int(second) + carry
            carry = digit >> 8
            return UInt8(truncatingIfNeeded: digit)
        }
        return digits.reversed()
    }
}
