internal import Foundation
internal import GateKit

/// Where an attempt that needs a window shows it, and what it leaves for people to look at.
struct DisplayOptions: Hashable, Sendable {
    /// Which compositor.
    var compositor: CompositorChoice = .sway
    /// The whole path of the session's socket; nil where there is no session.
    var sessionSocket: String?
    /// An existing directory in which pictures are left; nil leaves them with the store only.
    var framesDirectory: String?
}

/// The compositors that a window can be judged in.
public enum CompositorChoice: String, CaseIterable, Hashable, Sendable {
    /// A headless sway that the attempt starts for itself.
    case sway
    /// The compositor of the session that the command was started in (`$WAYLAND_DISPLAY`).
    case session
}

extension ViewportProcedure {
    /// Where its window is shown, and where pictures of it are kept.
    var options: [ProcedureOption] { [Self.compositor, Self.keepFrames] }

    private static let compositor = ProcedureOption(
        "compositor", .choice(CompositorChoice.allCases.map(\.rawValue)),
        defaultValue: CompositorChoice.sway.rawValue,
        help: """
            Where G6 shows its window: sway, which the attempt starts for itself, or session, \
            the one this command runs in.
            """
    ) { (choice, environment) throws(OptionRefusal) in
        var entries = ["compositor": choice]
        // Found now: an attempt has a runtime directory of its own.
        entries["session-socket"] = environment("WAYLAND_DISPLAY").flatMap { name in
            name.hasPrefix("/") ? name : environment("XDG_RUNTIME_DIR").map { "\($0)/\(name)" }
        }
        return PreparedOption(entries: entries)
    }

    private static let keepFrames = ProcedureOption(
        "keep-frames", .folder,
        help: "A folder for pictures of what G6 saw on the screen; made if missing."
    ) { (folder, _) throws(OptionRefusal) in
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw OptionRefusal(
                "\(folder) cannot be made: \(error.localizedDescription)", exitCode: .cannotWrite)
        }
        return PreparedOption(entries: ["keep-frames": folder])
    }
}

extension AttemptPlan {
    /// Where a window is shown; nil is the compositor that the attempt starts for itself.
    var display: DisplayOptions? {
        get {
            guard let compositor = options["compositor"].flatMap(CompositorChoice.init(rawValue:))
            else { return nil }
            return DisplayOptions(
                compositor: compositor, sessionSocket: options["session-socket"],
                framesDirectory: options["keep-frames"])
        }
        set {
            options["compositor"] = newValue?.compositor.rawValue
            options["session-socket"] = newValue?.sessionSocket
            options["keep-frames"] = newValue?.framesDirectory
        }
    }
}
