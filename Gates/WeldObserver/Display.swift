// Unsafe code: libwayland's objects are pointers; this file owns the connection and its globals.

import CScreencopy
import CWayland
import CXDGShell
import GateHost
import Glibc

/// A connection to a compositor and the globals that a capture, or a window of the judge's own,
/// needs.
@safe
final class Display {
    /// What it is for.
    enum Purpose {
        case capturing
        case presenting
    }

    /// The connection.
    let connection: OpaquePointer
    /// Makes buffers of shared memory.
    private(set) var shm: OpaquePointer?
    /// The output that is watched: the first that was announced.
    private(set) var output: OpaquePointer?
    /// Makes captures.
    private(set) var screencopy: OpaquePointer?
    /// The version of the capture protocol that is spoken.
    private(set) var screencopyVersion: UInt32 = 0
    /// Makes surfaces.
    private(set) var compositor: OpaquePointer?
    /// Makes windows of surfaces.
    private(set) var windows: OpaquePointer?

    private let purpose: Purpose
    private var registry: OpaquePointer?
    private var listener = unsafe wl_registry_listener(
        global: { context, registry, name, interface, version in
            guard let context = unsafe context, let interface = unsafe interface else { return }
            let display = unsafe Unmanaged<Display>.fromOpaque(context).takeUnretainedValue()
            unsafe display.bind(registry, name, String(cString: interface), version)
        },
        global_remove: { _, _, _ in })
    private let listenerPlace: UnsafeMutablePointer<wl_registry_listener>

    /// Connects to a socket, and waits until the globals are there: readiness by the protocol.
    init(socket: String, for purpose: Purpose, until deadline: Deadline) throws {
        self.purpose = purpose
        guard let connection = unsafe wl_display_connect(socket) else {
            throw ObserverFailure("cannot connect to the compositor at \(socket): error \(errno)")
        }
        unsafe self.connection = connection
        unsafe listenerPlace = .allocate(capacity: 1)
        unsafe listenerPlace.initialize(to: listener)
        unsafe registry = wl_display_get_registry(connection)
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe wl_registry_add_listener(registry, listenerPlace, context)
        while !isComplete {
            guard try dispatch(until: deadline) else {
                throw ObserverFailure("the compositor does not offer \(missing) in time")
            }
        }
    }

    deinit {
        unsafe wl_display_disconnect(connection)
        unsafe listenerPlace.deallocate()
    }

    private var isComplete: Bool { missing.isEmpty }

    private var missing: String {
        let wanted =
            switch purpose {
            case .capturing:
                unsafe [
                    shm == nil ? "wl_shm" : nil, output == nil ? "an output" : nil,
                    screencopy == nil ? "zwlr_screencopy_manager_v1 (sway and its kin do)" : nil,
                ]
            case .presenting:
                unsafe [
                    shm == nil ? "wl_shm" : nil, compositor == nil ? "wl_compositor" : nil,
                    windows == nil ? "xdg_wm_base" : nil,
                ]
            }
        return wanted.compactMap(\.self).joined(separator: ", ")
    }

    private func bind(
        _ registry: OpaquePointer?, _ name: UInt32, _ interface: String, _ version: UInt32
    ) {
        switch interface {
        case "wl_shm" where unsafe shm == nil:
            unsafe shm = OpaquePointer(
                wl_registry_bind(registry, name, screencopy_shm_interface(), 1))
        case "wl_output" where unsafe output == nil:
            unsafe output = OpaquePointer(
                wl_registry_bind(registry, name, screencopy_output_interface(), 1))
        // Version 2 brought captures that wait for something new.
        case "zwlr_screencopy_manager_v1" where unsafe version >= 2 && screencopy == nil:
            screencopyVersion = min(version, 3)
            unsafe screencopy = OpaquePointer(
                wl_registry_bind(
                    registry, name, screencopy_manager_interface(), screencopyVersion))
        // Version 4 says what of a buffer is new in its own pixels.
        case "wl_compositor" where unsafe version >= 4 && compositor == nil:
            unsafe compositor = OpaquePointer(
                wl_registry_bind(registry, name, weld_compositor_interface(), 4))
        case "xdg_wm_base" where unsafe purpose == .presenting && windows == nil:
            unsafe windows = OpaquePointer(
                wl_registry_bind(registry, name, weld_wm_base_interface(), 1))
            unsafe xdg_wm_base_add_listener(windows, PresenterWindow.pings, nil)
        default: break
        }
    }

    // MARK: - Waiting

    /// Sends what is queued and handles what comes; false when nothing came until the deadline.
    ///
    /// - Parameter others: Descriptors that end the wait as well.
    func dispatch(until deadline: Deadline, or others: [PollEntry] = []) throws -> Bool {
        while unsafe wl_display_prepare_read(connection) != 0 {
            guard unsafe wl_display_dispatch_pending(connection) >= 0 else { throw lost }
            return true
        }
        unsafe wl_display_flush(connection)
        var entries = unsafe [PollEntry(wl_display_get_fd(connection), for: .readable)] + others
        let count: Int
        do {
            count = try Poll.wait(&entries, until: deadline)
        } catch {
            unsafe wl_display_cancel_read(connection)
            throw error
        }
        guard count > 0, !entries[0].found.isEmpty else {
            unsafe wl_display_cancel_read(connection)
            return false
        }
        guard unsafe wl_display_read_events(connection) >= 0,
            unsafe wl_display_dispatch_pending(connection) >= 0
        else { throw lost }
        return true
    }

    private var lost: ObserverFailure {
        ObserverFailure(
            unsafe "the connection to the compositor was lost: error "
                + "\(wl_display_get_error(connection))")
    }
}
