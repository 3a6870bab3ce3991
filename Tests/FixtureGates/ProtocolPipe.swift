// Unsafe only by the dictate of the C library: buffers and dispositions.
import Glibc

/// The pipe to the judge, kept reachable for fixtures that misuse it.
enum ProtocolPipe {
    /// A number that nothing else has yet, with one digit as shells want it.
    static let number: Int32 = 9

    /// Keeps a second descriptor onto standard output before the attempt hides it.
    static func remember() { dup2(STDOUT_FILENO, number) }

    /// Writes bytes that need not be a message.
    static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(number, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Closes every descriptor onto the pipe.
    static func close() {
        var wanted = stat()
        guard unsafe fstat(number, &wanted) == 0 else { return }
        for descriptor in Int32(0)..<256 {
            var status = stat()
            if unsafe fstat(descriptor, &status) == 0, status.st_ino == wanted.st_ino,
                status.st_dev == wanted.st_dev
            {
                Glibc.close(descriptor)
            }
        }
    }
}

/// Makes this process deaf to a signal.
func ignore(_ number: Int32) { _ = signal(number, SIG_IGN) }

/// Has the shell run a command; what it leaves in the background keeps every open descriptor.
func shell(_ command: String) { _ = unsafe system(command) }
