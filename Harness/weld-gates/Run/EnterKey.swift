// Unsafe code: the system reads a line into memory that is passed by address.
import GateHost
import Glibc

/// Hears that somebody presses Enter at the terminal that the program reads from
/// (report.md#progress).
///
/// The terminal stays as it is: it hands over whole lines, as it does to every program, so there is
/// nothing to put back, however the program ends. What else is on the line is passed over.
enum EnterKey {
    /// Calls back for each line, on a thread of its own that waits as long as the process lives.
    ///
    /// Nothing where the descriptor is no terminal. A program in the background takes nothing from
    /// it: a line that comes then is somebody else's.
    static func listen(on descriptor: Int32 = 0, _ pressed: @escaping @Sendable () -> Void) {
        guard isatty(descriptor) == 1 else { return }
        // Without a thread there is still the signal.
        _ = try? OSThread.start(named: "enter-key") {
            // Who is put into the background between look and read is told so, not stopped.
            guard (try? Signals.block([SIGTTIN])) != nil else { return }
            while let found = try? Poll.wait(descriptor, for: .readable, until: .never),
                found == .readable
            {
                guard isInForeground(descriptor) else {
                    Pause.wait(.seconds(1))
                    continue
                }
                switch line(of: descriptor) {
                case .whole: pressed()
                case .none: Pause.wait(.seconds(1))
                case .end: return
                }
            }
        }
    }

    private enum Line {
        case whole
        /// Not now.
        case none
        /// There will be none any more: Ctrl-D, or the terminal is gone.
        case end
    }

    private static func line(of descriptor: Int32) -> Line {
        var bytes = InlineArray<64, UInt8>(repeating: 0)
        let count = unsafe read(descriptor, &bytes, MemoryLayout.size(ofValue: bytes))
        if count == 0 { return .end }
        guard count > 0 else { return [EAGAIN, EINTR, EIO].contains(errno) ? .none : .end }
        // The rest of a longer line is read at once, and is no further question.
        return bytes[count - 1] == UInt8(ascii: "\n") ? .whole : line(of: descriptor)
    }

    private static func isInForeground(_ descriptor: Int32) -> Bool {
        tcgetpgrp(descriptor) == getpgrp()
    }
}
