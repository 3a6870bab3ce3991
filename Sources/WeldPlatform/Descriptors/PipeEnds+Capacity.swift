internal import CWeldPlatform

extension PipeEnds {
    /// Sizes the pipe's buffer, so that a writer that never blocks loses nothing to a reader that
    /// is late; the kernel rounds up, and refuses an unprivileged user more than 1 MiB.
    public borrowing func setCapacity(bytes: Int32) throws(SystemError) {
        let number = writeEnd.rawValue
        try systemCall("size pipe") { weld_set_pipe_capacity(number, bytes) }
    }
}
