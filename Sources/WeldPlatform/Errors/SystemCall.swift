internal import Glibc

/// Runs one system call: retries EINTR, turns -1 into a ``SystemError`` that names the operation.
///
/// The only place that knows about EINTR (lessons.md#row-18). `close` must not come here: Linux has
/// released the number even when it reports EINTR.
@inline(__always)
@discardableResult
func systemCall<Result: FixedWidthInteger>(
    _ operation: @autoclosure () -> String, path: @autoclosure () -> String? = nil,
    _ body: () -> Result
) throws(SystemError) -> Result {
    while true {
        let result = body()
        if result != -1 { return result }
        let code = errno
        if code != EINTR {
            throw SystemError(code: code, operation: operation(), path: path())
        }
    }
}

/// Runs one system call for which "would block" is a value, not an error: nil means EAGAIN.
///
/// A call that waits passes `returnsWhenInterrupted`, so that its caller looks at the deadline again
/// after every signal: retried here, a storm of signals would postpone the deadline for ever.
///
/// Not generic, because every frame passes here: in a debug build generic code of another file is
/// not specialised.
@inline(__always)
func systemCallOrWouldBlock(
    _ operation: StaticString, returnsWhenInterrupted: Bool = false, _ body: () -> Int
) throws(SystemError) -> Int? {
    while true {
        let result = body()
        if result != -1 { return result }
        let code = errno
        if code == EAGAIN || (code == EINTR && returnsWhenInterrupted) { return nil }
        if code != EINTR { throw SystemError(code: code, operation: operation.description) }
    }
}
