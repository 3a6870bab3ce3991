// What the judge needs of Linux and Swift's C library module does not offer.
// Every function returns -1 and sets errno on failure unless it says otherwise.
#pragma once

#include "CGateHostProbes.h"
#include "CGateHostPulse.h"
#include "CGateHostSampler.h"
#include "CGateHostTracer.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

// MARK: descriptors.c

/// Makes a pipe, both ends close-on-exec and blocking.
int gate_host_pipe(int ends[2]);

/// Makes a connected pair of stream sockets, both close-on-exec and blocking.
int gate_host_socket_pair(int ends[2]);

/// Returns a new stream socket of the local kind, close-on-exec.
int gate_host_socket(void);

/// Binds a socket to a path; ENAMETOOLONG where it has more bytes than an address takes.
int gate_host_bind(int socket, const char *path);

/// Makes a terminal, both ends close-on-exec and blocking: first the one that reads what is written to
/// the second.
int gate_host_terminal(int ends[2]);

/// Sizes a pipe's buffer in bytes; the kernel rounds up.
int gate_host_size_pipe(int pipe, int bytes);

/// Returns how many bytes a pipe's buffer has.
int gate_host_pipe_size(int pipe);

/// Returns a new event counter, non-blocking and close-on-exec.
int gate_host_event_counter(void);

/// Adds one to an event counter; async-signal-safe.
int gate_host_signal_counter(int counter);

/// Waits for descriptors; a NULL timeout waits for ever.
int gate_host_poll(struct pollfd *entries, size_t count, const struct timespec *timeout);

/// Wakes everybody who waits at a word of shared memory, which stays as it is; returns how many.
long gate_host_wake(const uint32_t *word);

/// Takes an exclusive lock on an open file without waiting; EWOULDBLOCK where another has it.
int gate_host_lock(int descriptor);

/// Takes part in a lock on an open file without waiting; EWOULDBLOCK where one has it alone.
int gate_host_share_lock(int descriptor);

/// Returns 1 where some process, of whatever namespace, holds a lock of the open-file kind on a
/// file, as an editor does on its named memory; else 0.
int gate_host_is_owned(int file);

/// Takes a lock of the open-file kind on a file without waiting, as an editor does on its named
/// memory; EAGAIN where another has one.
int gate_host_own(int file);

/// Returns new memory without a name (memfd), close-on-exec and zeroed, with these seals: 1 against
/// more seals, 2 against shrinking, 4 against growing.
int gate_host_sealed_memory(const char *label, off_t size, int seals);

/// Returns 1 where a memory object can neither shrink nor grow nor take another seal, else 0.
int gate_host_is_sealed(int memory);

/// Reads the seals of a memory object: 1 against more seals, 2 against shrinking, 4 against growing.
int gate_host_seals(int memory);

/// Changes the size of a file or memory object.
int gate_host_resize(int file, off_t size);

/// Writes one byte at an offset; returns 1.
ssize_t gate_host_write_at(int file, off_t offset);

// MARK: sockets.c

/// Binds a socket to a path that only this user may use, and listens; it does not block from then
/// on.
int gate_host_listen(int socket, const char *path, int backlog);

/// Takes the next connection, close-on-exec and non-blocking; EAGAIN where none waits.
int gate_host_accept(int listener);

/// Connects a socket; it does not block from then on. EAGAIN where the listener's backlog is full.
int gate_host_connect(int socket, const char *path);

/// Connects a socket as another user, whom the listener sees (SO_PEERCRED), wherever the path lies;
/// the calling thread is its old user's again when it returns. EPERM without the capabilities.
int gate_host_connect_as(int socket, const char *path, uid_t user);

/// Sends once without blocking and without SIGPIPE, with up to 253 descriptors; EAGAIN where the
/// socket takes nothing.
ssize_t gate_host_send(int socket, const void *bytes, size_t count, const int *descriptors,
                       size_t descriptor_count);

/// Receives once without blocking; EAGAIN where nothing is there. Descriptors that come along are
/// put into places, close-on-exec, those without a place are closed; `received` is how many came.
ssize_t gate_host_receive(int socket, void *bytes, size_t count, int *descriptors, size_t places,
                          size_t *received);

/// Ends the stream in our direction.
int gate_host_end_sending(int socket);

/// Bytes that came and were not read.
int gate_host_unread(int socket);

/// The kernel's memory, in bytes, that holds what was sent and the other side did not read; 0 where
/// it has read everything.
int gate_host_unsent(int socket);

// MARK: start.c

/// Opens /dev/null in the place of every standard stream that is closed, the wrong way round, so
/// that nothing else gets its number and using it still fails with EBADF.
int gate_host_hold_standard_streams(void);

/// Blocks no signal in the calling thread, and has children's ends told again where they were
/// ignored.
int gate_host_accept_signals(void);

/// Forbids core files to this process and to everything that it starts, for good.
int gate_host_forbid_cores(void);

// MARK: processes.c

/// A descriptor that a child inherits: its number here, and its number there.
typedef struct {
    int source;
    int target;
} gate_host_inherited;

/// Starts a program with default signals, no signal blocked, the standard streams and the listed
/// descriptors; nothing else is inherited. A NULL directory is the caller's.
/// Returns 0, or the errno of the step that failed, exec included.
int gate_host_spawn(pid_t *pid, const char *path, char *const arguments[],
                    char *const environment[], const char *directory,
                    const gate_host_inherited *inherited, size_t count, bool new_group);

/// Returns a descriptor of a process, which becomes readable when it ends; close-on-exec.
int gate_host_open_process(pid_t pid);

/// Sends a signal to the process of a descriptor, never to another with the same number.
int gate_host_signal_process(int process, int signal);

/// Sends a signal to one thread of a process.
int gate_host_signal_thread(pid_t process, pid_t thread, int signal);

/// How a process stands.
typedef struct {
    bool ended;
    bool signalled;
    bool core_dumped;
    /// The exit code, or the number of the signal.
    int32_t value;
} gate_host_status;

/// Asks how a child ended without reaping it; `ended` is false while it runs.
int gate_host_peek_status(pid_t pid, gate_host_status *status);

/// Reaps a child if it has ended, or waits for its end; returns its number, or 0 while it runs.
pid_t gate_host_reap(pid_t pid, bool waits, gate_host_status *status);

/// Decodes what wait says of a child; `ended` is false for one that was stopped or continued.
gate_host_status gate_host_decode_status(int status);

/// Makes the calling process the parent of every descendant whose own parent ends.
int gate_host_become_subreaper(void);

/// Sets how many descriptors a process may have open.
int gate_host_limit_open_files(pid_t pid, uint64_t count);

/// Returns the environment, ended by NULL.
char **gate_host_environment(void);

// MARK: signals.c

/// Makes SIGINT, SIGTERM and SIGHUP add one to the counter instead of ending the process, and
/// SIGPIPE do nothing. Handlers, not SIG_IGN and no mask: a started program gets the defaults. One
/// that is ignored stays ignored.
int gate_host_catch_interrupts(int counter);

/// Makes SIGUSR1 add one to the counter instead of ending the process; one that is ignored stays
/// ignored.
int gate_host_catch_status_requests(int counter);

/// Lets SIGINT, SIGTERM and SIGHUP end the process again, but for one that is ignored.
int gate_host_leave_interrupts(void);

/// Makes SIGPIPE do nothing in this process; a started program gets the default.
int gate_host_survive_broken_pipes(void);

/// Ignores a signal; a program that is started by anything but gate_host_spawn does so too.
int gate_host_ignore_signal(int number);

/// Returns a descriptor that receives signals, non-blocking and close-on-exec.
int gate_host_signal_receiver(const sigset_t *signals);

// MARK: threads.c

/// Returns the kernel's number of the calling thread.
pid_t gate_host_thread_number(void);

/// Names the calling thread; the kernel keeps 15 bytes.
int gate_host_name_thread(const char *name);

/// Sets by how much the kernel may delay the calling thread's timers, in nanoseconds.
int gate_host_set_timer_slack(uint64_t nanoseconds);

/// Restricts a thread to the processors in a mask of 1024 bits; 0 is the calling thread.
int gate_host_set_affinity(pid_t thread, const uint64_t mask[16]);

/// Reads the processors that a thread may run on; 0 is the calling thread.
int gate_host_get_affinity(pid_t thread, uint64_t mask[16]);
