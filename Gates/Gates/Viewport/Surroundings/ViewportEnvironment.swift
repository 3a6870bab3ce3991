internal import WeldPlatform

/// What every program of a viewport attempt finds around it.
///
/// Built by the judge and not inherited: variables and files of a user's own choose the driver,
/// silence the validation layer, name another compositor, or preload what is not judged.
enum ViewportEnvironment {
    /// What is passed on: how programs are found, and how they speak to people.
    private static let kept: Set = ["PATH", "LD_LIBRARY_PATH", "LANG", "LANGUAGE", "TZ"]

    /// Returns the environment of a program, as `NAME=value`.
    ///
    /// - Parameters:
    ///   - inherited: What the attempt itself found; little of it is passed on.
    ///   - home: The directory that is all of the program's own places: nothing of the user's
    ///     home is read (layers, drivers and their settings lie there).
    ///   - additions: What the judge sets besides.
    static func variables(
        from inherited: [String], home: String, adding additions: [String: String] = [:]
    ) -> [String] {
        var variables = [
            "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home,
        ]
        variables.merge(additions) { $1 }
        let passed = inherited.filter {
            let name = String($0.prefix { $0 != "=" })
            return isKept(name) && variables[name] == nil
        }
        return passed + variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    /// Returns the same as what a stub finds around it, its directory being home and start.
    static func surroundings(
        in directory: String, adding additions: [String: String] = [:],
        inheriting inherited: [InheritedDescriptor] = []
    ) -> SubjectSurroundings {
        SubjectSurroundings(
            environment: variables(
                from: ProcessEnvironment.all(), home: directory, adding: additions),
            directory: directory, inherited: inherited)
    }

    /// Options of the sanitizers reach the stubs that are built with them.
    private static func isKept(_ name: String) -> Bool {
        kept.contains(name) || name.hasPrefix("LC_") || name.hasSuffix("SAN_OPTIONS")
    }
}
