// swift-tools-version: 6.2
// Coverage-guided search (libFuzzer), in a package of its own: an executable without a main of its
// own would break every build and test of the root package. What is searched stands in
// Tests/FuzzBodies, where unit tests replay the corpus through it; CI/fuzz.sh builds this with the
// fuzzer and the address sanitizer and runs it. A plain `swift build` here cannot link.
import PackageDescription

let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // A single file without @main would be taken for a script.
    .unsafeFlags(["-parse-as-library"]),
]

let bodies: Target.Dependency = .product(name: "FuzzBodies", package: "weld-gates")

let package = Package(
    name: "fuzz-targets",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "weld-gates", path: "../..")],
    targets: [
        .target(name: "CFuzzDriver"),
        .executableTarget(
            name: "fuzz-decoder", dependencies: ["CFuzzDriver", bodies], swiftSettings: house),
        .executableTarget(
            name: "fuzz-handshake", dependencies: ["CFuzzDriver", bodies], swiftSettings: house),
        .executableTarget(
            name: "fuzz-ancillary", dependencies: ["CFuzzDriver", bodies], swiftSettings: house),
        .executableTarget(
            name: "fuzz-store", dependencies: ["CFuzzDriver", bodies], swiftSettings: house),
        .executableTarget(
            name: "fuzz-cells", dependencies: ["CFuzzDriver", bodies], swiftSettings: house),
        .executableTarget(
            name: "fuzz-events", dependencies: ["CFuzzDriver", bodies], swiftSettings: house),
        .executableTarget(
            name: "fuzz-scripts", dependencies: ["CFuzzDriver", bodies], swiftSettings: house),
        .executableTarget(
            name: "fuzz-options", dependencies: ["CFuzzDriver", bodies], swiftSettings: house),
    ]
)
