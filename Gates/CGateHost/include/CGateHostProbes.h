// What a gate needs of the system, tried once and for real (preconditions.md).
#pragma once

#include <stdint.h>

/// What is tried. Where a path is needed, it is a directory in which files may be made; nothing
/// stays there. `amount` means something only where it is named.
typedef enum {
    /// Describes a process by a descriptor and signals it through that.
    gate_host_probe_process_descriptor,
    /// Becomes the parent of orphans.
    gate_host_probe_subreaper,
    /// Makes sealed memory and maps it.
    gate_host_probe_sealed_memory,
    /// Makes a counter that wakes (eventfd).
    gate_host_probe_event_counter,
    /// Receives a signal by a descriptor (signalfd).
    gate_host_probe_signal_descriptor,
    /// Makes what the concurrency library waits by (epoll, timerfd).
    gate_host_probe_event_poll,
    /// Binds the calling thread to the processors that it has.
    gate_host_probe_affinity,
    /// Passes a descriptor through a pair of sockets.
    gate_host_probe_descriptor_passing,
    /// Listens at a path, connects, accepts, and asks who connected.
    gate_host_probe_listening,
    /// Waits at a word of memory, and wakes it.
    gate_host_probe_wake,
    /// Locks a file, both ways.
    gate_host_probe_lock,
    /// Makes the files that are no plain ones: a pipe, a link, a symbolic link.
    gate_host_probe_special_files,
    /// Starts a thread and a program.
    gate_host_probe_start,
    /// Reads and sets a limit of a process.
    gate_host_probe_limits,
    /// Follows a process over its system calls and reads its memory.
    gate_host_probe_tracing,
    /// Is told of names that appear in a directory.
    gate_host_probe_directory_watch,
    /// Puts a thread under the real-time class.
    gate_host_probe_real_time,
    /// Runs `amount` threads at once.
    gate_host_probe_tasks,
    /// Reserves `amount` bytes of addresses.
    gate_host_probe_addresses,
    /// Makes shared memory with a name, of `amount` bytes that are really there.
    gate_host_probe_shared_memory,
    /// Makes a file of `amount` bytes that are really there.
    gate_host_probe_disk,
} gate_host_probe;

/// Tries it in a child, which ends after 5 s at the latest. Returns 0, the errno that it failed
/// with, or the number of the signal that ended the child, negative: a filter may kill for a call.
int gate_host_try(gate_host_probe what, uint64_t amount, const char *directory);

/// Reads a limit of this process (RLIMIT_*); UINT64_MAX is none.
int gate_host_limit(int which, uint64_t *soft, uint64_t *hard);
