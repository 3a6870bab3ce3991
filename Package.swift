// swift-tools-version: 6.2
// Targets stand in layer order: Sources (the judged), Gates (what must be true), Harness (the
// judge), Tests. The arrow points one way, Harness -> Gates -> Sources; ARCHITECTURE.md says why.
import PackageDescription

// MARK: - Systems

#if os(Linux)
    let here = "linux"
#elseif os(Windows)
    let here = "windows"
#else
    let here = "macos"
#endif
// The system that is built for. WELD_SYSTEM asks for what the manifest says on another, as CI/cross.sh
// does; nothing can be built so.
let system = Context.environment["WELD_SYSTEM"] ?? here

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

/// The half of CWeldPlatform that Windows does not compile.
let posix = [
    "posix.c", "posix_memory.c", "posix_processes.c", "posix_sockets.c", "posix_streams.c",
]

/// A Vulkan layer of the judge's, which the loader opens by its path: a program that nobody starts,
/// so that it is built with whoever needs it beside itself.
func vulkanLayer(_ name: String, path: String) -> Target {
    let flags = ["-shared", "-Wno-unused-command-line-argument"]
    return .executableTarget(
        name: name, path: path, cSettings: houseC,
        linkerSettings: [.unsafeFlags(flags.flatMap { ["-Xclang-linker", $0] })])
}

// MARK: - Portable: builds and is tested on every platform

var targets: [Target] = [
    // What judge and judged agree on.
    .target(name: "WeldContract", swiftSettings: measured),
    .target(name: "WeldWire", swiftSettings: measured),
    // Optimised too: it digests binaries and sorts samples.
    .target(name: "GateKit", path: "Gates/GateKit", swiftSettings: measured),
    // The engine, and both stubs.
    .target(
        name: "CWeldPlatform",
        // Every other file knows its systems by itself.
        exclude: system == "windows" ? posix : [],
        cSettings: houseC + [.unsafeFlags(["-O2"], .when(configuration: .debug))],
        linkerSettings: ["advapi32", "ntdll"].map {
            .linkedLibrary($0, .when(platforms: [.windows]))
        }),
    .target(name: "WeldPlatform", dependencies: ["CWeldPlatform"], swiftSettings: measured),
    .target(
        name: "WeldTransport", dependencies: ["WeldPlatform", "WeldWire"],
        swiftSettings: measured),
    // Model: what CI/model.sh proves.
    .target(
        name: "WeldViewport", dependencies: ["WeldPlatform"], exclude: ["Model"],
        swiftSettings: measured),
    .target(
        name: "WeldStub",
        dependencies: ["WeldContract", "WeldPlatform", "WeldTransport", "WeldWire"],
        swiftSettings: measured),
    .executableTarget(
        name: "weld-runtime",
        dependencies: [
            "WeldContract", "WeldPlatform", "WeldWire", "WeldTransport", "WeldViewport",
            "WeldStub",
        ],
        swiftSettings: measured),
    .executableTarget(
        name: "weld-editor",
        dependencies: [
            "WeldContract", "WeldPlatform", "WeldWire", "WeldTransport", "WeldViewport",
            "WeldDisplay", "WeldStub",
            // Not imported: `swift run weld-editor` must find a fresh runtime beside it.
            "weld-runtime",
        ],
        // Its window is Wayland's; elsewhere it is headless and says so.
        exclude: [system == "linux" ? "Viewport/Headless" : "Viewport/Window"],
        swiftSettings: measured),
    // The judge's own knowledge of the wire: nothing of it is the judged's.
    .target(name: "GateWire", path: "Gates/GateWire", swiftSettings: measured),
    .target(
        name: "GateFuzz", dependencies: ["GateKit", "GateWire"], path: "Gates/GateFuzz",
        swiftSettings: measured),
    .target(
        name: "GateReport", dependencies: ["GateKit"], path: "Harness/GateReport",
        resources: [
            .embedInCode("Page/page.css"), .embedInCode("Page/figure.css"),
            .embedInCode("Page/page.js"), .embedInCode("Page/check.js"),
        ],
        swiftSettings: house),
    // What weld-gates says where its gates cannot run.
    .target(name: "CGateSystem", path: "Harness/CGateSystem", cSettings: houseC),
    .target(
        name: "PortableGates", dependencies: ["CGateSystem", "GateKit", "GateReport"],
        path: "Harness/PortableGates", swiftSettings: house),
    // The canned queries of the store, and their names.
    .target(
        name: "StoreQueries", path: "results/queries",
        resources: [
            .embedInCode("artefacts.sql"), .embedInCode("check-history.sql"),
            .embedInCode("controls.sql"), .embedInCode("hangs.sql"),
            .embedInCode("newest-verdicts.sql"), .embedInCode("origins.sql"),
            .embedInCode("red-checks.sql"), .embedInCode("set-aside.sql"),
            .embedInCode("sizes.sql"), .embedInCode("slowest-round-trips.sql"),
            .embedInCode("undecided.sql"), .embedInCode("violations.sql"),
        ],
        swiftSettings: house),
    // What coverage-guided search tries (Tests/FuzzTargets), and unit tests replay.
    .target(
        name: "FuzzWire", dependencies: ["WeldWire"], path: "Tests/FuzzBodies/Wire",
        swiftSettings: house),
    // A command of its own, for long runs: a writer and a reader without any pause.
    .executableTarget(
        name: "viewport-stress",
        dependencies: ["WeldContract", "WeldViewport", "WeldPlatform", "WeldStub"],
        path: "Tests/ViewportStress", swiftSettings: measured),
    .target(name: "CWireWitness", path: "Tests/CWireWitness", cSettings: houseC),
    .testTarget(
        name: "WeldContractTests", dependencies: ["WeldContract"], swiftSettings: house),
    .testTarget(
        name: "WeldWireTests", dependencies: ["WeldWire", "FuzzWire", "CWireWitness"],
        // AddedMessage: source that a test compiles with a changed WeldWire.
        resources: [.copy("Golden"), .copy("AddedMessage")], swiftSettings: house),
    .testTarget(
        name: "GateFuzzTests",
        dependencies: ["GateFuzz", "GateKit", "GateWire", "WeldWire", "CWireWitness"],
        resources: [.copy("Scripts")], swiftSettings: house),
    .testTarget(name: "GateKitTests", dependencies: ["GateKit"], swiftSettings: house),
    .testTarget(
        name: "GateReportTests", dependencies: ["GateReport", "GateKit"],
        resources: [.copy("Golden")], swiftSettings: house),
    .testTarget(
        name: "PortableGatesTests", dependencies: ["PortableGates", "GateKit"],
        swiftSettings: house),
]

var products: [Product] = ["weld-editor", "weld-runtime"].map {
    .executable(name: $0, targets: [$0])
}
var dependencies: [Package.Dependency] = []

// MARK: - Linux: the window, the tests of the engine and the judge
// What stands above was checked for macOS and Windows by its types (CI/cross.sh), its C built for both
// (CI/darwin.sh, CI/windows.sh). What stands below is Linux's, and nothing pretends otherwise: weld-gates
// says so itself elsewhere.

if system == "linux" {
    dependencies = [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ]
    products += [
        .executable(name: "weld-gates", targets: ["weld-gates"]),
        // For the package in Tests/FuzzTargets only.
        .library(
            name: "FuzzBodies", targets: ["FuzzWire", "FuzzTransport", "FuzzStore", "FuzzJudge"]),
        .executable(name: "weld-observer", targets: ["weld-observer"]),
        // A Vulkan layer, which the loader opens by name.
        .library(name: "lost-device-layer", type: .dynamic, targets: ["CLostDeviceLayer"]),
    ]
    targets += [
        // Sources: the system under test
        .systemLibrary(
            name: "CWayland", pkgConfig: "wayland-client", providers: [.apt(["libwayland-dev"])]),
        .systemLibrary(name: "CVulkan", pkgConfig: "vulkan", providers: [.apt(["libvulkan-dev"])]),
        // Generated by wayland-scanner (CI/generated.sh): its warnings are not ours.
        .target(name: "CXDGShell", dependencies: ["CWayland"]),
        .target(
            name: "Shaders", path: "shaders",
            exclude: ["README.md", "viewport.vert", "viewport.frag"],
            resources: [.embedInCode("viewport.vert.spv"), .embedInCode("viewport.frag.spv")],
            swiftSettings: house),
        .target(
            name: "WeldDisplay",
            dependencies: [
                "WeldPlatform", "WeldViewport", "CWayland", "CXDGShell", "CVulkan", "Shaders",
            ],
            swiftSettings: measured),
        // Gates: what must be true for a GO
        .systemLibrary(
            name: "CZlib", path: "Gates/CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "CScreencopy", dependencies: ["CWayland"], path: "Gates/CScreencopy",
            exclude: ["wlr-screencopy-unstable-v1.xml"],
            cSettings: houseC),
        .target(
            name: "FrameWitness", dependencies: ["CZlib"], path: "Gates/FrameWitness",
            swiftSettings: measured),
        .executableTarget(
            name: "weld-observer",
            dependencies: [
                "WeldContract", "FrameWitness", "CScreencopy", "CWayland", "CXDGShell", "GateHost",
            ],
            path: "Gates/WeldObserver", swiftSettings: measured),
        vulkanLayer("slow-device-layer", path: "Gates/SlowDevice"),
        vulkanLayer("call-watch-layer", path: "Gates/CallWatch"),
        // The judge's own platform layer: nothing of it is the judged's.
        .target(
            name: "CGateHost", path: "Gates/CGateHost",
            cSettings: houseC + [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
        .target(
            name: "GateHost",
            dependencies: [
                "CGateHost", .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Gates/GateHost", swiftSettings: measured),
        .target(
            name: "Gates",
            dependencies: [
                "GateKit", "GateFuzz", "GateHost", "GateWire", "FrameWitness", "WeldContract",
                "WeldPlatform", "WeldWire", "WeldTransport", "WeldViewport",
            ],
            path: "Gates/Gates", swiftSettings: measured),

        // Harness: the judge
        .target(name: "CGateStore", path: "Harness/CGateStore", cSettings: houseC),
        .target(
            name: "GateStore",
            dependencies: [
                "GateKit", "CGateStore", "CZlib",
                .product(name: "GRDB", package: "GRDB.swift"),
                // SQLite itself, for the loops over samples and digests.
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Harness/GateStore", swiftSettings: house),
        .target(
            name: "GateRunner",
            dependencies: [
                "GateKit", "GateHost",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Harness/GateRunner", swiftSettings: house),
        .executableTarget(
            name: "weld-gates",
            dependencies: [
                "GateKit", "GateFuzz", "GateHost", "Gates", "GateRunner", "GateStore",
                "GateReport", "StoreQueries",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                // Not imported: `swift run weld-gates --all` must judge fresh stubs, with a fresh
                // witness.
                "weld-editor", "weld-runtime", "weld-observer", "slow-device-layer",
                "call-watch-layer",
            ],
            path: "Harness/weld-gates", swiftSettings: house),

        // Tests
        // What several test targets need: private directories, storms of signals.
        .target(
            name: "TestSupport", dependencies: ["WeldPlatform"], path: "Tests/TestSupport",
            swiftSettings: house),
        .testTarget(
            name: "WeldPlatformTests", dependencies: ["WeldPlatform", "TestSupport"],
            swiftSettings: house),
        .target(
            name: "FuzzTransport",
            dependencies: ["FuzzWire", "WeldTransport", "WeldPlatform", "WeldWire"],
            path: "Tests/FuzzBodies/Transport", swiftSettings: house),
        .target(
            name: "FuzzJudge",
            dependencies: ["FuzzWire", "GateFuzz", "GateHost", "GateWire", "WeldContract"],
            path: "Tests/FuzzBodies/Judge", swiftSettings: house),
        .target(
            name: "FuzzStore",
            dependencies: [
                "FuzzWire", "GateStore", "GateKit", "GateReport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/FuzzBodies/Store", swiftSettings: house),
        .testTarget(
            name: "WeldTransportTests",
            dependencies: [
                "WeldTransport", "WeldPlatform", "WeldWire", "FuzzTransport", "FuzzWire",
                "TestSupport",
            ],
            swiftSettings: house),
        .testTarget(
            name: "WeldViewportTests",
            dependencies: ["WeldViewport", "WeldPlatform", "viewport-stress"],
            swiftSettings: house),
        .target(
            name: "CLostDeviceLayer", path: "Tests/CLostDeviceLayer",
            cSettings: houseC),
        .testTarget(
            name: "WeldDisplayTests",
            dependencies: [
                "WeldDisplay", "WeldViewport", "WeldPlatform", "Shaders", "weld-editor",
                "weld-runtime", "CLostDeviceLayer",
            ],
            swiftSettings: house),
        // The milestone's two programs in C, of its facts alone.
        .target(
            name: "CMilestoneWire", path: "Tests/MilestonePeer/Wire",
            cSettings: houseC + [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
        .executableTarget(
            name: "milestone-runtime", dependencies: ["CMilestoneWire"],
            path: "Tests/MilestonePeer/Runtime", cSettings: houseC),
        .executableTarget(
            name: "milestone-editor", dependencies: ["CMilestoneWire"],
            path: "Tests/MilestonePeer/Editor", cSettings: houseC),
        // A runtime that misbehaves as it is told.
        .executableTarget(
            name: "fixture-runtime", dependencies: ["WeldPlatform", "WeldTransport", "WeldWire"],
            path: "Tests/FixtureRuntime", swiftSettings: house),
        .testTarget(
            name: "WeldStubTests",
            dependencies: [
                "TestSupport", "WeldStub", "WeldContract", "WeldPlatform", "WeldTransport",
                "WeldWire", "WeldViewport", "weld-editor", "weld-runtime", "fixture-runtime",
                "CMilestoneWire", "milestone-runtime", "milestone-editor",
            ],
            swiftSettings: house),
        .testTarget(
            name: "GateHostTests", dependencies: ["GateHost", "TestSupport"], swiftSettings: house),
        .testTarget(
            name: "GatesTests",
            dependencies: [
                "Gates", "GateKit", "GateHost", "GateWire", "FrameWitness", "WeldContract",
                "WeldPlatform", "WeldViewport", "WeldWire", "weld-observer", "FuzzJudge",
                "FuzzWire",
            ],
            swiftSettings: house),
        .testTarget(
            name: "FrameWitnessTests", dependencies: ["FrameWitness", "CZlib"], swiftSettings: house
        ),
        .target(name: "CFaultyDisk", path: "Tests/CFaultyDisk", cSettings: houseC),
        .testTarget(
            name: "GateStoreTests",
            dependencies: [
                "GateStore", "GateKit", "GateReport", "StoreQueries", "FuzzStore", "FuzzWire",
                "CFaultyDisk",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            resources: [.copy("OldStores")], swiftSettings: house),
        // A command of its own: procedures that pass, fail, crash, hang, leak and flood.
        .executableTarget(
            name: "fixture-gates", dependencies: ["GateKit", "GateRunner"],
            path: "Tests/FixtureGates", swiftSettings: house),
        .testTarget(
            name: "GateRunnerTests",
            dependencies: ["GateRunner", "GateKit", "GateHost", "fixture-gates"],
            swiftSettings: house),
        // Denies system calls to what it starts.
        .executableTarget(
            name: "fixture-filter", path: "Tests/FixtureFilter", cSettings: houseC),
        .testTarget(
            name: "WeldGatesTests",
            dependencies: [
                "weld-gates", "GateStore", "GateKit", "GateHost", "weld-editor", "weld-runtime",
                "fixture-filter", "TestSupport", "milestone-runtime", "milestone-editor",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: house),
    ]
} else {
    // Under the name that the command has on Linux.
    products.append(.executable(name: "weld-gates", targets: ["weld-gates"]))
    targets += [
        // What a window would be asked for, without the window.
        .target(
            name: "WeldDisplay", dependencies: ["WeldViewport"],
            sources: ["Present/DisplaySettings.swift"], swiftSettings: measured),
        .executableTarget(
            name: "weld-gates", dependencies: ["PortableGates", "GateKit"],
            path: "Harness/weld-gates-portable", swiftSettings: house),
    ]
}

let package = Package(
    name: "weld-gates",
    platforms: [.macOS(.v26)],
    products: products,
    dependencies: dependencies,
    targets: targets
)
