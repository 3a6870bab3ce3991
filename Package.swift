// swift-tools-version: 6.2
// Targets stand in layer order: Sources (the judged), Gates (what must be true), Harness (the
// judge), Tests. The arrow points one way, Harness -> Gates -> Sources; ARCHITECTURE.md says why.
import PackageDescription

// MARK: - Settings

/// The house rules of every Swift target.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Targets whose speed a gate measures are optimised in debug builds too, so that
/// `swift run weld-gates` measures what a release build would.
let measured: [SwiftSetting] =
    house + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let houseC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]

// MARK: - Portable: builds and is tested on every platform

var targets: [Target] = [
    .target(name: "WeldWire", swiftSettings: measured),
    // Optimised too: it digests binaries and sorts samples.
    .target(name: "GateKit", path: "Gates/GateKit", swiftSettings: measured),
    .target(
        name: "GateReport", dependencies: ["GateKit"], path: "Harness/GateReport",
        swiftSettings: house),
    .target(name: "CWireWitness", path: "Tests/CWireWitness", cSettings: houseC),
    .testTarget(
        name: "WeldWireTests", dependencies: ["WeldWire", "CWireWitness"],
        resources: [.copy("Golden")], swiftSettings: house),
    .testTarget(name: "GateKitTests", dependencies: ["GateKit"], swiftSettings: house),
    .testTarget(
        name: "GateReportTests", dependencies: ["GateReport", "GateKit"],
        resources: [.copy("Golden")], swiftSettings: house),
]

var products: [Product] = []
var dependencies: [Package.Dependency] = []

// MARK: - Linux: the engine's lower half, the stubs and the judge
// (macOS and Windows branches of WeldPlatform are not written yet; nothing pretends they are.)

#if os(Linux)
    dependencies = [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ]
    products = [
        .executable(name: "weld-editor", targets: ["weld-editor"]),
        .executable(name: "weld-runtime", targets: ["weld-runtime"]),
        .executable(name: "weld-gates", targets: ["weld-gates"]),
    ]
    targets += [
        // Sources: the system under test
        .systemLibrary(
            name: "CWayland", pkgConfig: "wayland-client", providers: [.apt(["libwayland-dev"])]),
        .systemLibrary(name: "CVulkan", pkgConfig: "vulkan", providers: [.apt(["libvulkan-dev"])]),
        .target(
            name: "CWeldPlatform",
            cSettings: houseC + [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
        .target(name: "WeldPlatform", dependencies: ["CWeldPlatform"], swiftSettings: measured),
        .target(
            name: "WeldTransport", dependencies: ["WeldPlatform", "WeldWire"],
            swiftSettings: measured),
        // Model: what CI/model.sh proves.
        .target(
            name: "WeldViewport", dependencies: ["WeldPlatform"], exclude: ["Model"],
            swiftSettings: measured),
        .target(
            name: "WeldStub", dependencies: ["WeldPlatform", "WeldTransport", "WeldWire"],
            swiftSettings: measured),
        .executableTarget(
            name: "weld-runtime",
            dependencies: [
                "WeldPlatform", "WeldWire", "WeldTransport", "WeldViewport", "WeldStub",
            ],
            swiftSettings: measured),
        .executableTarget(
            name: "weld-editor",
            dependencies: [
                "WeldPlatform", "WeldWire", "WeldTransport", "WeldViewport", "WeldStub",
                // Not imported: `swift run weld-editor` must find a fresh runtime beside it.
                "weld-runtime",
            ],
            swiftSettings: measured),

        // Gates: what must be true for a GO
        .target(
            name: "GateLedger", dependencies: ["GateKit"], path: "Gates/GateLedger",
            swiftSettings: house),
        .target(
            name: "Gates",
            dependencies: [
                "GateKit", "GateLedger", "WeldPlatform", "WeldWire", "WeldTransport",
                "WeldViewport",
            ],
            path: "Gates/Gates", swiftSettings: measured),

        // Harness: the judge
        .target(name: "CGateHost", path: "Harness/CGateHost", cSettings: houseC),
        .target(
            name: "GateStore",
            dependencies: [
                "GateKit", .product(name: "GRDB", package: "GRDB.swift"),
                // SQLite itself, for the two loops over samples.
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Harness/GateStore", swiftSettings: house),
        .target(
            name: "GateRunner",
            dependencies: [
                "GateKit", "GateLedger", "CGateHost",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Harness/GateRunner", swiftSettings: house),
        .executableTarget(
            name: "weld-gates",
            dependencies: [
                "GateKit", "GateLedger", "Gates", "GateRunner", "GateStore", "GateReport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                // Not imported: `swift run weld-gates --all` must judge fresh stubs.
                "weld-editor", "weld-runtime",
            ],
            path: "Harness/weld-gates", swiftSettings: house),

        // Tests
        .testTarget(
            name: "WeldPlatformTests", dependencies: ["WeldPlatform"], swiftSettings: house),
        .testTarget(
            name: "WeldTransportTests",
            dependencies: ["WeldTransport", "WeldPlatform", "WeldWire"], swiftSettings: house),
        // A command of its own, for long runs: a writer and a reader without any pause.
        .executableTarget(
            name: "viewport-stress", dependencies: ["WeldViewport", "WeldPlatform", "WeldStub"],
            path: "Tests/ViewportStress", swiftSettings: measured),
        .testTarget(
            name: "WeldViewportTests",
            dependencies: ["WeldViewport", "WeldPlatform", "viewport-stress"],
            swiftSettings: house),
        // A runtime that misbehaves as it is told.
        .executableTarget(
            name: "fixture-runtime", dependencies: ["WeldPlatform", "WeldTransport", "WeldWire"],
            path: "Tests/FixtureRuntime", swiftSettings: house),
        .testTarget(
            name: "WeldStubTests",
            dependencies: [
                "WeldStub", "WeldPlatform", "WeldTransport", "WeldWire", "WeldViewport",
                "weld-editor", "weld-runtime", "fixture-runtime",
            ],
            swiftSettings: house),
        .testTarget(
            name: "GateLedgerTests", dependencies: ["GateLedger"], swiftSettings: house),
        .testTarget(
            name: "GatesTests",
            dependencies: ["Gates", "GateKit", "GateLedger", "WeldPlatform", "WeldWire"],
            swiftSettings: house),
        .testTarget(
            name: "GateStoreTests",
            dependencies: ["GateStore", "GateKit", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: house),
        // A command of its own: procedures that pass, fail, crash, hang, leak and flood.
        .executableTarget(
            name: "fixture-gates", dependencies: ["GateKit", "GateRunner"],
            path: "Tests/FixtureGates", swiftSettings: house),
        .testTarget(
            name: "GateRunnerTests",
            dependencies: ["GateRunner", "GateKit", "GateLedger", "fixture-gates"],
            swiftSettings: house),
        .testTarget(
            name: "WeldGatesTests",
            dependencies: [
                "weld-gates", "GateStore", "GateKit", "GateLedger", "weld-editor", "weld-runtime",
            ],
            swiftSettings: house),
    ]
#endif

let package = Package(
    name: "weld-gates",
    platforms: [.macOS(.v26)],
    products: products,
    dependencies: dependencies,
    targets: targets
)
