// Unsafe code: the closure crosses pthread_create as a retained, type-erased pointer.

internal import CWeldPlatform
internal import Glibc

/// A thread of the system, for work that blocks: Swift's own pool must never wait in a call.
public struct OSThread: ~Copyable, @unchecked Sendable {
    fileprivate let handle: pthread_t

    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts a thread; the system shows the first 15 bytes of its name.
    public static func start(
        named name: String, _ body: @escaping @Sendable () -> Void
    ) throws(SystemError) -> OSThread {
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        let code = unsafe pthread_create(
            &handle, nil,
            { context in
                guard let context = unsafe context else { return nil }
                let start = unsafe Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
                unsafe weld_set_thread_name(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        guard code == 0 else {
            unsafe start.release()
            throw SystemError(code: code, operation: "start thread \(name)")
        }
        return OSThread(handle: handle)
    }

    /// A thread that nobody joins goes on alone.
    deinit {
        pthread_detach(handle)
    }

    /// Waits for the thread's end.
    public consuming func join() {
        let handle = handle
        discard self
        pthread_join(handle, nil)
    }

    /// Sends a signal to this thread.
    public borrowing func signal(_ number: Int32) {
        pthread_kill(handle, number)
    }

    /// The system's number of the calling thread.
    public static var currentID: Int32 { weld_gettid() }
}
