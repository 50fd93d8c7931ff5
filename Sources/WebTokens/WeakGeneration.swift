/// The mark that a faulty generator, found in many smart cards and security chips, leaves in the moduli it makes: modulo
/// every small prime, they are powers of 65537. Such keys are factored with moderate effort. One good modulus in two
/// hundred million looks the same.
///
/// - Source: Nemec et al., The Return of Coppersmith's Attack, CCS 2017 §3; CVE-2017-15361.
enum WeakGeneration {
    /// - Parameter modulus: big-endian.
    static func isVisible(in modulus: [UInt8]) -> Bool {
        powers.allSatisfy { prime, powers in powers.contains(modulus.reduce(0) { ($0 << 8 | Int($1)) % prime }) }
    }

    /// For every prime, the remainders that powers of 65537 have.
    private static let powers: [(prime: Int, powers: Set<Int>)] = [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
    ].map { prime in
        var powers: Set = [1]
        var power = 65_537 % prime
        while powers.insert(power).inserted { power = power * 65_537 % prime }
        return (prime, powers)
    }
}
