// Unsafe code: libwayland's objects are pointers; the listener's table outlives them.

import CScreencopy
import CWayland
import FrameWitness

/// One capture of the output: offered by the compositor, copied into a buffer, ready or failed.
@safe
final class Capture {
    /// What the compositor says a buffer must be like.
    struct Offer {
        /// The code of the pixel format, as `wl_shm.format` has it.
        var code: UInt32
        var width: Int
        var height: Int
        var pitch: Int
    }

    /// The kind of buffer; nil until the compositor named it.
    private(set) var offer: Offer?
    /// When the captured frame was shown, in nanoseconds of the compositor's clock.
    private(set) var shownAt: UInt64?
    /// Whether nothing will be copied.
    private(set) var hasFailed = false
    /// Whether the rows stand bottom to top.
    private(set) var isInverted = false
    /// Whether every kind of buffer was named.
    private(set) var isOffered = false
    /// Where it is copied to.
    private(set) var buffer: ShmBuffer?

    /// A proxy must not outlive its connection.
    private let display: Display
    private let frame: OpaquePointer
    private let version: UInt32

    /// Asks for the next capture of the output, or of a part of it.
    init(of display: Display, _ region: ObservedRegion?) throws {
        self.display = display
        version = display.screencopyVersion
        let made =
            if let region {
                unsafe zwlr_screencopy_manager_v1_capture_output_region(
                    display.screencopy, 0, display.output, region.x, region.y, region.width,
                    region.height)
            } else {
                unsafe zwlr_screencopy_manager_v1_capture_output(
                    display.screencopy, 0, display.output)
            }
        guard let frame = unsafe made else {
            throw ObserverFailure("the compositor gives no capture")
        }
        unsafe self.frame = frame
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe zwlr_screencopy_frame_v1_add_listener(frame, Self.listener, context)
    }

    deinit { unsafe zwlr_screencopy_frame_v1_destroy(frame) }

    /// Has the frame copied: the next at once, or the next that shows something new.
    func copy(into buffer: ShmBuffer, onlyWhenNew: Bool) {
        self.buffer = buffer
        if onlyWhenNew {
            unsafe zwlr_screencopy_frame_v1_copy_with_damage(frame, buffer.proxy)
        } else {
            unsafe zwlr_screencopy_frame_v1_copy(frame, buffer.proxy)
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> Capture? {
        unsafe context.map { unsafe Unmanaged<Capture>.fromOpaque($0).takeUnretainedValue() }
    }

    // Never changed and never freed.
    nonisolated(unsafe) private static let listener:
        UnsafeMutablePointer<zwlr_screencopy_frame_v1_listener> = {
            let place = UnsafeMutablePointer<zwlr_screencopy_frame_v1_listener>.allocate(
                capacity: 1)
            unsafe place.initialize(
                to: zwlr_screencopy_frame_v1_listener(
                    buffer: { context, _, code, width, height, pitch in
                        guard let capture = unsafe Capture.of(context) else { return }
                        capture.offer = Offer(
                            code: code, width: Int(width), height: Int(height), pitch: Int(pitch))
                        // Later versions name every kind and then say that they are done.
                        if capture.version < 3 { capture.isOffered = true }
                    },
                    flags: { context, _, flags in
                        unsafe Capture.of(context)?.isInverted = flags & 1 == 1
                    },
                    ready: { context, _, high, low, nanoseconds in
                        let seconds = UInt64(high) << 32 | UInt64(low)
                        unsafe Capture.of(context)?.shownAt =
                            seconds &* 1_000_000_000 &+ UInt64(nanoseconds)
                    },
                    failed: { context, _ in unsafe Capture.of(context)?.hasFailed = true },
                    damage: { _, _, _, _, _, _ in },
                    linux_dmabuf: { _, _, _, _, _ in },
                    buffer_done: { context, _ in unsafe Capture.of(context)?.isOffered = true }))
            return unsafe place
        }()
}
