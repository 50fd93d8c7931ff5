import AllocationCount
import Glibc

/// How fast one thing goes on one core.
struct Rate {
    let perSecond: Double
    /// User and system time of the process, in microseconds.
    let cpu: Double
    let allocations: Double

    static let span = Duration.seconds(1)

    /// Does it over and over, in batches so that looking at the clock costs nothing.
    init(_ work: () throws -> Void) rethrows {
        for _ in 0..<100 { try work() }
        let began = ContinuousClock.now
        let (clockBefore, allocatedBefore) = (clock(), allocation_count())
        var count = 0
        while ContinuousClock.now - began < Self.span {
            for _ in 0..<100 { try work() }
            count += 100
        }
        let used = Double(clock() - clockBefore) / Double(CLOCKS_PER_SEC)
        allocations = Double(allocation_count() - allocatedBefore) / Double(count)
        cpu = used / Double(count) * 1e6
        perSecond = Double(count) / ((ContinuousClock.now - began) / .seconds(1))
    }

    /// As a member of the JSON that the benchmark reads. The ratio is one of processor time, which somebody else's load on
    /// the machine does not change: 1 is as fast as the reference.
    func member(_ name: String, against reference: Rate) -> String {
        "\"\(name)\": {\"per_second\": \(Int(perSecond)), \"cpu\": \(rounded(cpu)), \"allocations\": \(rounded(allocations)), "
            + "\"reference_cpu\": \(rounded(reference.cpu)), \"ratio\": \(rounded(reference.cpu / cpu, to: 1_000))}"
    }

    private func rounded(_ number: Double, to parts: Double = 100) -> Double { (number * parts).rounded() / parts }
}

/// Keeps the compiler from leaving out what nobody reads.
@inline(never) func keep<Value>(_ value: Value) {}
