// swift-tools-version: 6.2
import PackageDescription

/// What Sluice is measured against, and those of its rooms that are measured by themselves. A package of its own, so that
/// the product holds none of it; `Rooms` leads to the product's sources.
let law: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    ],
    targets: [
        .executableTarget(
            name: "HelloWorld", dependencies: [.product(name: "Hummingbird", package: "hummingbird")],
            swiftSettings: law),
        .executableTarget(
            name: "SigningRate",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: law),
        .executableTarget(
            name: "CoreRates",
            dependencies: [
                "AllocationCount", "IAMPolicy", "IdentityModel", "Sealing", "SigV4",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: law),
        .target(name: "AllocationCount"),
        .target(name: "StrictJSON", path: "Rooms/StrictJSON", swiftSettings: law),
        .target(name: "IdentityModel", dependencies: ["StrictJSON"], path: "Rooms/IdentityModel", swiftSettings: law),
        .target(
            name: "IAMPolicy", dependencies: ["IdentityModel", "StrictJSON"], path: "Rooms/IAMPolicy",
            swiftSettings: law),
        .target(
            name: "SigV4", dependencies: [.product(name: "Crypto", package: "swift-crypto")], path: "Rooms/SigV4",
            swiftSettings: law),
        .target(
            name: "Sealing", dependencies: ["IdentityModel", .product(name: "Crypto", package: "swift-crypto")],
            path: "Rooms/STS/Sealing", swiftSettings: law),
    ]
)
