// What the judge asks Linux to follow a process system call by system call (ptrace).
// Every function returns -1 and sets errno on failure unless it says otherwise. A trace belongs to
// the thread that began it: no other thread may call these for the same process, and all that
// it follows is let go when that thread ends.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Why a followed thread stands still.
enum {
    /// It is about to make a system call.
    GATE_HOST_STOP_ENTRY = 1,
    /// It has made one.
    GATE_HOST_STOP_EXIT,
    /// A signal is to be delivered.
    GATE_HOST_STOP_SIGNAL,
    /// Its process was replaced by another program.
    GATE_HOST_STOP_EXEC,
    /// It started a process, which is followed too.
    GATE_HOST_STOP_CHILD,
    /// Anything that only has to go on: a new thread's first stop, a stop or the end of one.
    GATE_HOST_STOP_OTHER,
    /// A thread ended; with the process itself nothing is left to follow.
    GATE_HOST_STOP_ENDED,
    /// Nothing stands still that has not been told of.
    GATE_HOST_STOP_NONE,
};

/// A stop of a followed thread.
typedef struct {
    int32_t kind;
    pid_t thread;
    /// The number of the signal that is to be delivered, or of the child.
    int64_t value;
    /// The number of the system call and its first arguments.
    uint64_t call;
    uint64_t arguments[3];
    /// Where in the program the call stands.
    uint64_t instruction;
} gate_host_stop;

/// Waits until a child that stops itself has stopped, follows it, and lets it go on.
///
/// @param children Whether processes that it starts are followed, but no threads, or the threads
/// and no processes.
int gate_host_trace_begin(pid_t process, bool children);

/// Follows from now on the threads of a process that is stopped, and not its children.
int gate_host_trace_threads(pid_t process);

/// Tells the next stop of anything that this thread follows. The end of `process` itself is not
/// reaped: that is its parent's.
///
/// @param waits Whether it is waited for; if not, there may be none.
int gate_host_trace_next(pid_t process, bool waits, gate_host_stop *stop);

/// Lets a stopped thread go on.
///
/// @param calls Whether its next system call stops it.
/// @param signal What is delivered to it; 0 is nothing.
int gate_host_trace_go_on(pid_t thread, bool calls, int signal);

/// Lets a stopped thread go for good.
int gate_host_trace_let_go(pid_t thread);

/// Keeps a thread that is about to make a system call from making it; what it returns then is said
/// right after it. ENOSYS on a processor for which nobody has written this.
int gate_host_trace_skip(pid_t thread);

/// Lets a call that has just been made, or was kept from it, return this instead; a negative error
/// number is a failure. ENOSYS as above.
int gate_host_trace_return(pid_t thread, int64_t value);

/// What has to be put back after a call that was shortened.
typedef struct {
    /// Where the length stands in the thread's memory; 0 if it is the call's third argument.
    uint64_t address;
    uint64_t length;
} gate_host_shortened;

/// Lets `send`, `recv`, `sendmsg` or `recvmsg`, about to be made, move no more than so many bytes, as
/// a stream may at any time. Returns 1 where the call is shorter now, 0 where it is another one, has
/// several parts or is as short anyway; ENOSYS as above.
int gate_host_trace_shorten(const gate_host_stop *stop, uint64_t count, gate_host_shortened *was);

/// Puts back, right after the call, what its thread had there before it.
int gate_host_trace_lengthen(pid_t thread, const gate_host_shortened *was);

/// Copies what stands at an address of a stopped thread; returns how many bytes could be copied.
size_t gate_host_trace_read(pid_t thread, uint64_t address, void *bytes, size_t count);

/// Follows a running thread from now on and asks it to stop; its stop is told as any other.
int gate_host_watch_join(pid_t thread);

/// Asks a followed thread to stop.
int gate_host_watch_interrupt(pid_t thread);

/// Lets every write of a stopped thread to the four bytes at an address stop it right after it, as if
/// SIGTRAP were to be delivered; 0 ends that. ENOSYS on a processor for which nobody has written this,
/// EINVAL or another error where the machine has no such registers.
int gate_host_watch_writes(pid_t thread, uint64_t address);

/// Whether a write is what stopped the thread; asked once a stop.
bool gate_host_watch_hit(pid_t thread);

/// Returns the name of a system call of this machine, or NULL for one that has none here.
const char *gate_host_call_name(uint64_t number);
