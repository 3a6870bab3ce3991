// Unsafe code: the kernel is told a word of shared memory by its address.

internal import CWeldPlatform

/// A bell at a word of memory that processes share: one waits while the word has a value, another
/// changes the word and rings (a futex).
///
/// A ring is not kept: it wakes who waits already, and the changed word keeps everybody else from
/// waiting. Who rings without a change of the word can come too early for a waiter, which is why
/// every wait has a deadline. Nothing here believes the other side: it can ring for nothing, never
/// ring, or change the word at will, and a wait then ends for nothing, or at its deadline.
@safe
public struct SharedWordBell {
    /// What ended a wait.
    public enum Waking: Sendable {
        /// Somebody rang, or the system woke the waiter for nothing.
        case rung
        /// The word had another value already.
        case changed
        /// The deadline passed.
        case deadline
    }

    /// A ring wakes so many at most, so that a peer which parks thousands of threads at the word
    /// cannot make it long.
    public static let mostWoken: Int32 = 64

    private let word: UnsafePointer<UInt32>

    /// Hangs a bell at an aligned word, which must stay mapped as long as the bell is used.
    public init(at word: UnsafeRawPointer) {
        unsafe self.word = word.assumingMemoryBound(to: UInt32.self)
    }

    /// Waits as long as the word has `value`, until somebody rings or the deadline passes.
    ///
    /// Signals neither end the wait nor move its deadline.
    ///
    /// - Throws: ``SystemError`` where the system has no such wait, at once: who goes on looking
    ///   must pause by other means.
    public func wait(
        while value: UInt32, until deadline: Deadline
    ) throws(SystemError) -> Waking {
        let ending = unsafe try checked(
            weld_word_wait(word, value, deadline.nanoseconds), "wait for the bell")
        return switch Int(ending) {
        case WELD_CHANGED: .changed
        case WELD_DEADLINE: .deadline
        default: .rung
        }
    }

    /// Wakes who waits: one system call, which never waits and whose failure costs the waiters
    /// their time until the deadline.
    public func ring() {
        _ = unsafe weld_word_wake(word, Self.mostWoken)
    }
}
