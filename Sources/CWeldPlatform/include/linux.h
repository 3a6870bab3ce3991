// What Glibc's Swift module lacks on Linux. Each function is one system call (or one piece of
// macro arithmetic) and follows the C library's convention, -1 and errno, unless it says otherwise.
// Policy (retries, deadlines, ownership) belongs to WeldPlatform and not here.
#pragma once

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

// The kernel's limit of descriptors in one message (SCM_MAX_FD).
#define WELD_MAXIMUM_DESCRIPTORS 253

// Descriptors

int weld_pipe2(int ends[2]);
int weld_socketpair(int ends[2]);
int weld_eventfd(void);
int weld_signalfd(const sigset_t *signals);
int weld_ppoll(struct pollfd *entries, size_t count, const struct timespec *timeout);

// Sockets (all AF_UNIX, SOCK_STREAM, close-on-exec)

int weld_socket(void);
int weld_accept(int listener);
int weld_connect(int socket, const char *path, size_t length);
int weld_bind(int socket, const char *path, size_t length);
// The longest path that fits sun_path together with its NUL.
size_t weld_socket_path_limit(void);
int weld_peer_credentials(int socket, pid_t *pid, uid_t *uid, gid_t *gid);

struct weld_received {
    // Descriptors written to `descriptors`; each is open and belongs to the caller.
    int descriptor_count;
    // MSG_CTRUNC: more had been sent than there was room for; the kernel closed the rest.
    bool control_truncated;
};

// recvmsg. `descriptors` has room for `places` (at most WELD_MAXIMUM_DESCRIPTORS) and every
// descriptor that the kernel installed is in it, whatever else happened.
ssize_t weld_receive(int socket, void *buffer, size_t length, bool waits, bool close_on_exec,
                     int *descriptors, int places, struct weld_received *received);
// send or sendmsg: never waits, never raises SIGPIPE. `count` descriptors (0 to 253) travel with the
// first byte.
ssize_t weld_send(int socket, const void *buffer, size_t length, const int *descriptors, int count);

// Memory

int weld_memfd_create(const char *label);
// F_SEAL_SHRINK, F_SEAL_GROW and F_SEAL_SEAL: the size is fixed for ever, for every holder.
int weld_seal_size(int descriptor);
// 1 when at least shrinking and growing are sealed, 0 when not.
int weld_size_is_sealed(int descriptor);
int weld_shm_open(const char *name, int flags, mode_t mode);
// Futexes of words that processes share, wherever each has them mapped. The wait ends with 0 when
// woken, also for nothing; with EAGAIN when the word is not `value`; with ETIMEDOUT at `deadline`, a
// moment of CLOCK_MONOTONIC (NULL: never).
int weld_futex_wait(const uint32_t *word, uint32_t value, const struct timespec *deadline);
// Wakes up to `count` waiters and returns how many there were; never waits itself.
int weld_futex_wake(const uint32_t *word, int count);

// Processes and threads

struct weld_inherited {
    int source;
    int target;
};

// posix_spawn with default dispositions and an empty signal mask. The child holds 0, 1, 2 and the
// targets, nothing else, and starts in the directory unless that is NULL. Returns 0 or an error
// number; errno is not the channel here.
int weld_spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
               const char *directory, const struct weld_inherited *inherited, size_t count,
               bool new_group);
int weld_pidfd_open(pid_t pid);
int weld_pidfd_send_signal(int pid_descriptor, int signal);
int weld_become_subreaper(void);

struct weld_wait_status {
    bool exited;
    bool signalled;
    bool core_dumped;
    int code;  // the exit code, or the number of the signal
};

struct weld_wait_status weld_decode_wait_status(int status);

pid_t weld_gettid(void);
int weld_set_thread_name(const char *name);
// tid 0 is the calling thread. CPUs 0 to 1023, one bit each.
int weld_set_affinity(pid_t tid, const uint64_t mask[16]);
int weld_get_affinity(pid_t tid, uint64_t mask[16]);
int weld_ignore_signal(int signal);
// Sizes the buffer of a pipe; the kernel rounds up.
int weld_set_pipe_capacity(int pipe, int bytes);
// Sets the soft limit of open descriptors of a process.
int weld_limit_open_files(pid_t pid, uint64_t count);
char **weld_environment(void);

struct weld_heap_use {
    uint64_t in_use;  // bytes that were allocated and not freed, in all arenas
    uint64_t mapped;  // bytes of large blocks, each a mapping of its own
};

// The allocator's own statistics (mallinfo2); zeros under the address and the thread sanitizer.
struct weld_heap_use weld_heap_use(void);
