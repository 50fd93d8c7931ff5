// swift-tools-version: 6.2
import PackageDescription

/// Every room is compiled under the same law: Swift 6 mode, explicit existentials, imports that say what they use,
/// strict memory safety, and no warnings.
let law: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil, resources: [Resource] = [])
    -> Target
{
    .target(name: name, dependencies: dependencies, path: path, resources: resources, swiftSettings: law)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: law)
}

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")

/// Files that travel inside the binary, so that one file deploys.
let descriptors: [Resource] = ["amazon", "apple", "facebook", "google", "oidc", "twitter", "user-pool"].map {
    .embedInCode("\($0).yaml")
}
let migrations: [Resource] = [
    "0001_identity_pools", "0002_identities", "0003_roles", "0004_openid_providers", "0005_keys", "0006_principals",
    "0007_pool_administration", "0008_identity_merges",
    "0009_tags", "0010_trust_bindings",
    "0011_pool_provider_secrets",
    "0012_role_versions",
    "0013_decisions_and_audit",
    "0014_revocations_and_boundaries",
    "0015_sts_backends",
    "0016_admin_api",
    "0017_identity_administration",
    "0018_lz4",
].map { .embedInCode("\($0).sql") }

let package = Package(
    name: "sluice",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "sluice", targets: ["Sluice"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // Ground: the strict reader of JSON and the nouns.
        room("StrictJSON"),
        room("StrictYAML", ["StrictJSON", .product(name: "Yams", package: "Yams")]),
        room("IdentityModel", ["StrictJSON"]),

        // Floor 1: pure judgement. No await, no clock, no I/O.
        room("IAMPolicy", ["IdentityModel", "StrictJSON"]),
        room("RoleRules", ["IdentityModel", "StrictJSON"]),
        room("SigV4", [crypto]),

        // Floor 2: the outside world.
        room(
            "OutboundHTTP",
            [
                .product(name: "AsyncHTTPClient", package: "async-http-client"), nioCore,
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        room(
            "WebTokens",
            [
                "IdentityModel", "OutboundHTTP", "StrictJSON", crypto, cryptoExtras,
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ]),
        room("UpstreamSTS", ["IdentityModel", "OutboundHTTP", "WebTokens"]),
        room("ProviderDescriptors", path: "providers", resources: descriptors),
        room(
            "Providers",
            [
                "IdentityModel", "OutboundHTTP", "ProviderDescriptors", "SigV4", "StrictJSON", "StrictYAML",
                "WebTokens",
                crypto,
            ]),
        .systemLibrary(
            name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        room(
            "Postgres",
            [
                "CLibPQ", logging, lifecycle, systemPackage,
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        room("Migrations", path: "Migrations", resources: migrations),
        room("Storage", ["IdentityModel", "Postgres", "StrictJSON", crypto]),
        room("Audit", ["IdentityModel", "Postgres", "Storage", "StrictJSON", crypto, logging, lifecycle]),
        room("STS", ["Audit", "IAMPolicy", "IdentityModel", "SigV4", "Storage", "StrictJSON", crypto]),

        // Floor 3: the account's own things, and the conductor.
        room("AccessManagement", ["IAMPolicy", "IdentityModel", "Storage", "StrictJSON", "UpstreamSTS"]),
        room(
            "Federation",
            [
                "Audit", "IAMPolicy", "IdentityModel", "RoleRules", "STS", "Storage", "StrictJSON", "UpstreamSTS",
                "WebTokens",
            ]),

        // Floor 4: the doors.
        room(
            "HTTPAPI",
            [
                "AccessManagement", "Audit", "Federation", "IAMPolicy", "IdentityModel", "RoleRules", "STS", "SigV4",
                "StrictJSON", "UpstreamSTS", logging, lifecycle, nioCore,
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),

        room(
            "AdminAPI",
            [
                "AccessManagement", "Audit", "Federation", "HTTPAPI", "IAMPolicy", "IdentityModel", "RoleRules", "STS",
                "Storage", "StrictJSON", "WebTokens",
                crypto, logging, nioCore, .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),

        room(
            "Authorizer",
            [
                "HTTPAPI", "IAMPolicy", "IdentityModel", "STS", "SigV4", "StrictJSON", "StrictYAML", logging, nioCore,
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),

        // Beside the house: the social providers, played on this machine for development and tests.
        room(
            "DevProviders",
            [
                "HTTPAPI", "IdentityModel", "ProviderDescriptors", "Providers", "SigV4", "StrictJSON", "WebTokens",
                crypto, logging, lifecycle, nioCore, .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),

        // Beside the house: who asks it from outside, and puts its answers into words.
        room("AdminClient", ["IdentityModel", "OutboundHTTP", "SigV4", "StrictJSON"]),
        room("AdminDisplay", ["StrictJSON"]),

        // Floor 5: configuration, wiring, commands, lifecycle.
        .executableTarget(
            name: "Sluice",
            dependencies: [
                "AccessManagement", "AdminAPI", "AdminClient", "AdminDisplay", "Audit", "Authorizer", "DevProviders",
                "Federation", "HTTPAPI",
                "IAMPolicy", "IdentityModel", "Migrations", "OutboundHTTP", "Postgres", "Providers", "RoleRules", "STS",
                "SigV4", "Storage", "StrictJSON", "StrictYAML", "UpstreamSTS", "WebTokens", logging, lifecycle,
                systemPackage,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
            ],
            swiftSettings: law),

        // Tests: one target for each room, and what they share.
        .target(
            name: "TestSupport",
            dependencies: [
                "IdentityModel", "Migrations", "Postgres", "WebTokens", crypto, cryptoExtras, logging, nioCore,
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            path: "Tests/TestSupport", swiftSettings: law),
        tests("StrictJSONTests", ["StrictJSON"]),
        tests("IdentityModelTests", ["IdentityModel"]),
        tests("IAMPolicyTests", ["IAMPolicy", "IdentityModel", "StrictJSON"]),
        tests("RoleRulesTests", ["IdentityModel", "RoleRules", "StrictJSON"]),
        tests("SigV4Tests", ["SigV4", crypto]),
        tests(
            "OutboundHTTPTests",
            ["OutboundHTTP", "TestSupport", .product(name: "NIOHTTP1", package: "swift-nio")]),
        tests(
            "WebTokensTests",
            [
                "IdentityModel", "OutboundHTTP", "StrictJSON", "TestSupport", "WebTokens", crypto, cryptoExtras,
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]),
        tests(
            "ProvidersTests",
            [
                "DevProviders", "HTTPAPI", "IdentityModel", "OutboundHTTP", "ProviderDescriptors", "Providers",
                "StrictJSON", "StrictYAML", "TestSupport", "WebTokens", logging, lifecycle, nioCore,
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),
        tests(
            "UpstreamSTSTests",
            [
                "IdentityModel", "OutboundHTTP", "TestSupport", "UpstreamSTS",
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        tests(
            "PostgresTests",
            [
                "Postgres", "TestSupport", logging, lifecycle, systemPackage,
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        tests("StorageTests", ["IdentityModel", "Migrations", "Postgres", "Storage", "TestSupport", logging]),
        tests(
            "AuditTests",
            [
                "Audit", "IdentityModel", "Migrations", "Postgres", "Storage", "StrictJSON", "TestSupport", logging,
                lifecycle,
            ]),
        tests(
            "FederationTests",
            [
                "Audit", "Federation", "IAMPolicy", "IdentityModel", "OutboundHTTP", "Postgres", "Providers",
                "RoleRules", "STS", "SigV4", "Storage",
                "StrictJSON", "TestSupport", "UpstreamSTS", "WebTokens", logging,
            ]),
        tests(
            "AccessManagementTests",
            [
                "AccessManagement", "IAMPolicy", "IdentityModel", "Postgres", "STS", "Storage", "TestSupport", logging,
            ]),
        tests(
            "AdminAPITests",
            [
                "AdminAPI", "HTTPAPI", "IAMPolicy", "IdentityModel", "StrictJSON",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),
        tests(
            "STSTests",
            ["Audit", "IAMPolicy", "IdentityModel", "Postgres", "STS", "SigV4", "Storage", "TestSupport", logging]),
        tests(
            "AuthorizerTests",
            [
                "Authorizer", "HTTPAPI", "IAMPolicy", "IdentityModel", "Postgres", "STS", "SigV4", "Storage",
                "StrictJSON", "StrictYAML", "TestSupport", logging, nioCore,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "InMemoryLogging", package: "swift-log"),
            ]),
        tests("AdminClientTests", ["AdminClient", "IdentityModel", "OutboundHTTP", "StrictJSON", "TestSupport"]),
        tests("AdminDisplayTests", ["AdminDisplay", "StrictJSON"]),
        tests(
            "SluiceTests",
            ["AdminClient", "Sluice", "StrictJSON", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        tests(
            "WireTests",
            [
                "AccessManagement", "Federation", "HTTPAPI", "IAMPolicy", "IdentityModel", "Postgres", "STS", "SigV4",
                "Storage", "TestSupport", "UpstreamSTS", logging, lifecycle, nioCore,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "InMemoryLogging", package: "swift-log"),
            ]),
    ]
)
