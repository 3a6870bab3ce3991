// Unsafe code: proxies of the C library are owned here; it calls back with a pointer to this
// object, which outlives them.

internal import CWayland
internal import CXDGShell

/// Asks the compositor when pictures were really shown, and counts its answers.
///
/// Nobody waits for them: a compositor can offer the protocol and never answer (sway without an
/// output of its own does). One that leaves some questions open is asked no more until it answers.
@safe
final class PresentationFeedback {
    private let presentation: OpaquePointer?
    private let window: Toplevel
    private var open: [OpaquePointer] = unsafe []

    /// Pictures that the compositor says it showed.
    private(set) var shown: UInt64 = 0
    /// Pictures that it says it never showed.
    private(set) var discarded: UInt64 = 0

    /// Most questions that may be open.
    private static let patience = 8

    /// Questions that are open.
    var unanswered: Int { unsafe open.count }

    init(_ window: Toplevel) {
        unsafe presentation = window.globals.presentation
        self.window = window
    }

    deinit {
        for index in unsafe open.indices { unsafe wp_presentation_feedback_destroy(open[index]) }
    }

    /// Asks about what the next commit shows.
    func ask() {
        guard let presentation = unsafe presentation, unsafe open.count < Self.patience,
            let proxy = unsafe wp_presentation_feedback(presentation, window.surface)
        else { return }
        unsafe open.append(proxy)
        unsafe wp_presentation_feedback_add_listener(
            proxy, Self.listener.address, Unmanaged.passUnretained(self).toOpaque())
    }

    private func answered(_ proxy: OpaquePointer?, isShown: Bool) {
        guard let proxy = unsafe proxy, let index = unsafe open.firstIndex(of: proxy) else {
            return
        }
        unsafe open.remove(at: index)
        unsafe wp_presentation_feedback_destroy(proxy)
        if isShown { shown += 1 } else { discarded += 1 }
    }

    private static func feedback(_ data: UnsafeMutableRawPointer?) -> PresentationFeedback? {
        unsafe data.map {
            unsafe Unmanaged<PresentationFeedback>.fromOpaque($0).takeUnretainedValue()
        }
    }

    private static let listener = unsafe WaylandListener(
        wp_presentation_feedback_listener(
            sync_output: { _, _, _ in },
            presented: { data, proxy, _, _, _, _, _, _, _ in
                unsafe PresentationFeedback.feedback(data)?.answered(proxy, isShown: true)
            },
            discarded: { data, proxy in
                unsafe PresentationFeedback.feedback(data)?.answered(proxy, isShown: false)
            }))
}
