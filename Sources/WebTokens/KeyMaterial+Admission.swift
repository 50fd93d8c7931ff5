import Crypto
import CryptoExtras
import Foundation
import StrictJSON

/// What a public key must be like before it is built at all.
///
/// - Source: RFC 7518 §6; RFC 8037 §2; RFC 7638 §3.2 for the members of the thumbprint and their order.
extension KeyMaterial {
    init(_ node: JSONNode) throws(KeyRefusal) {
        switch node["kty"]?.string {
        case "RSA": try self.init(rsa: node)
        case "EC": try self.init(ellipticCurve: node)
        case "OKP": try self.init(octetKeyPair: node)
        default: throw .member("kty")
        }
    }

    private init(_ key: VerificationKey, members: KeyValuePairs<String, String>) {
        var text = JSONWriter()
        text.beginObject()
        for (name, value) in members { text.member(name, value) }
        text.endObject()
        self.init(key: key, thumbprint: SHA256.hash(data: text.bytes))
    }

    // MARK: RSA

    /// A modulus beyond this only serves to keep a processor busy.
    private static let modulusBits = 2048...8192

    private init(rsa node: JSONNode) throws(KeyRefusal) {
        let n = try Self.integer("n", of: node)
        let e = try Self.integer("e", of: node)
        let bits = n.count * 8 - n[0].leadingZeroBitCount
        guard Self.modulusBits.contains(bits) else { throw .modulusSize(bits: bits) }
        guard n[n.count - 1] & 1 == 1 else { throw .evenModulus }
        guard !WeakGeneration.isVisible(in: n) else { throw .weaklyGenerated }
        guard let exponent = Self.exponent(e) else { throw .exponent }
        guard let key = try? _RSA.Signing.PublicKey(n: n, e: e) else { throw .unusable }
        self.init(
            .rsa(key, exponent: exponent),
            members: ["e": Base64URL.encode(e), "kty": "RSA", "n": Base64URL.encode(n)])
    }

    /// An unsigned integer without leading zeros. One zero in front is forgiven: some write numbers as if signed.
    private static func integer(_ name: String, of node: JSONNode) throws(KeyRefusal) -> [UInt8] {
        var bytes = try bytes(name, of: node)
        if bytes.first == 0 { bytes.removeFirst() }
        guard let first = bytes.first, first != 0 else { throw .member(name) }
        return bytes
    }

    private static func exponent(_ bytes: [UInt8]) -> UInt32? {
        guard bytes.count <= 4 else { return nil }
        let exponent = bytes.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        return exponent >= 3 && exponent & 1 == 1 ? exponent : nil
    }

    // MARK: Elliptic curves

    private init(ellipticCurve node: JSONNode) throws(KeyRefusal) {
        guard let curve = node["crv"]?.string else { throw .member("crv") }
        let x = try Self.bytes("x", of: node)
        let y = try Self.bytes("y", of: node)
        let key = try Self.point(x, y, on: curve)
        self.init(
            key, members: ["crv": curve, "kty": "EC", "x": Base64URL.encode(x), "y": Base64URL.encode(y)])
    }

    /// The libraries check that the point lies on its curve; the lengths are ours to check.
    private static func point(_ x: [UInt8], _ y: [UInt8], on curve: String) throws(KeyRefusal) -> VerificationKey {
        guard let length = ["P-256": 32, "P-384": 48, "P-521": 66][curve] else { throw .curve }
        guard x.count == length, y.count == length else { throw .coordinateLength }
        let key: VerificationKey? =
            switch length {
            case 32: (try? P256.Signing.PublicKey(rawRepresentation: x + y)).map { .p256($0) }
            case 48: (try? P384.Signing.PublicKey(rawRepresentation: x + y)).map { .p384($0) }
            default: (try? P521.Signing.PublicKey(rawRepresentation: x + y)).map { .p521($0) }
            }
        guard let key else { throw .point }
        return key
    }

    // MARK: Edwards curves

    private static let fieldSize: StaticBigInt =
        0x7FFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFED

    /// The heights of the eight points whose multiples go nowhere; with such a key, one signature fits many messages.
    private static let smallOrders: [StaticBigInt] = [
        0, 1, 0x05FC_536D_8802_38B1_3933_C6D3_05AC_DFD5_F098_EFF2_89F4_C345_B027_B2C2_8F95_E826,
        0x7A03_AC92_77FD_C74E_C6CC_392C_FA53_202A_0F67_100D_760B_3CBA_4FD8_4D3D_706A_17C7,
        0x7FFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFEC,
    ]

    private init(octetKeyPair node: JSONNode) throws(KeyRefusal) {
        guard let curve = node["crv"]?.string else { throw .member("crv") }
        guard curve == "Ed25519" else { throw .curve }
        let x = try Self.bytes("x", of: node)
        guard x.count == 32 else { throw .coordinateLength }
        guard Self.isSound(point: x) else { throw .point }
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x) else { throw .unusable }
        self.init(
            .ed25519(key), members: ["crv": "Ed25519", "kty": "OKP", "x": Base64URL.encode(x)])
    }

    private static func isSound(point: [UInt8]) -> Bool {
        var height = Array(point.reversed())
        height[0] &= 0x7F  // The topmost bit is the sign of the other coordinate.
        return height.isBelow(fieldSize) && !smallOrders.contains { height.equals($0) }
    }

    private static func bytes(_ name: String, of node: JSONNode) throws(KeyRefusal) -> [UInt8] {
        guard let bytes = node[name]?.string.flatMap({ Base64URL.decode($0) }) else { throw .member(name) }
        return bytes
    }
}
