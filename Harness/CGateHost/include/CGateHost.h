// What the judge needs of Linux and Swift's C library module does not offer.
// Every function returns -1 and sets errno on failure unless it says otherwise.
#pragma once

#include "CGateHostNoise.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/// Makes the calling process the parent of every descendant whose own parent ends.
int gate_host_become_subreaper(void);

/// Returns a new event counter, non-blocking and close-on-exec.
int gate_host_event_counter(void);

/// Adds one to an event counter; async-signal-safe.
int gate_host_signal_counter(int counter);

/// Makes SIGINT, SIGTERM and SIGHUP add one to the counter instead of ending the process, and
/// SIGPIPE do nothing. Handlers, not SIG_IGN and no mask: a started program gets the defaults.
int gate_host_catch_interrupts(int counter);

/// Makes SIGPIPE do nothing in this process; a started program gets the default.
int gate_host_survive_broken_pipes(void);

/// How a child ended.
typedef struct {
    bool ended;
    bool signalled;
    bool core_dumped;
    /// The exit code, or the number of the signal.
    int32_t value;
} gate_host_status;

/// Asks how a child ended without reaping it; `ended` is false while it runs.
int gate_host_peek_status(pid_t pid, gate_host_status *status);

/// Reaps one child if it has ended; returns its number, or 0 while it runs.
int gate_host_reap(pid_t pid);

/// Makes a pipe, close-on-exec; its read end is non-blocking where asked for.
int gate_host_pipe(int *read_end, int *write_end, bool non_blocking_read);

/// Takes an exclusive lock on an open file without waiting; EWOULDBLOCK where another has it.
int gate_host_lock(int descriptor);
