// swift-tools-version: 6.2
import PackageDescription

/// The readers of what strangers send, before a fuzzer. A package of its own, so that the product knows nothing of it
/// and only what is fuzzed is built; `Rooms` leads to the product's sources. Run by `scripts/fuzz`.
let law: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let crypto: [Target.Dependency] = [
    .product(name: "Crypto", package: "swift-crypto"), .product(name: "CryptoExtras", package: "swift-crypto"),
]

/// What goes out to fetch, or signs with keys of our own, would bring an HTTP client and X.509 along.
let notFuzzed = [
    "DiscoveredKeySource.swift", "KeySetCache.swift", "KeySourceEnvironment.swift", "RemoteKeySet.swift",
    "RemoteKeySets.swift", "PublishedKeySet.swift", "SigningKey.swift", "SigningKey+Certificate.swift",
    "TokenMinter.swift", "TokenPolicy+Broker.swift",
]

func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: ["FuzzSupport"] + dependencies, swiftSettings: law)
}

let package = Package(
    name: "fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/apple/swift-crypto", from: "4.5.0")],
    targets: [
        .target(name: "StrictJSON", path: "Rooms/StrictJSON", swiftSettings: law),
        .target(name: "IdentityModel", dependencies: ["StrictJSON"], path: "Rooms/IdentityModel", swiftSettings: law),
        .target(
            name: "WebTokens", dependencies: ["IdentityModel", "StrictJSON"] + crypto, path: "Rooms/WebTokens",
            exclude: notFuzzed, swiftSettings: law),
        .target(name: "FuzzSupport", dependencies: ["StrictJSON"], swiftSettings: law),
        fuzzer("FuzzJSON", ["StrictJSON"]),
        fuzzer("FuzzToken", ["IdentityModel", "StrictJSON", "WebTokens"]),
        fuzzer("FuzzKeys", ["IdentityModel", "StrictJSON", "WebTokens"]),
    ]
)
