// One C API for every system: no type of a system crosses it. posix*.c hold what every POSIX
// system has, linux.c and darwin.c what only those have, windows*.c all of it for Windows; where they
// differ says portability.md#differences, Tests/PlatformConformance what each of them has to do.
//
// A result >= 0 is success. WELD_FAILED leaves the reason in weld_error(), for this thread, until
// the next call. WELD_AGAIN is no error: there is nothing now, or the deadline has passed.
// Deadlines are moments of weld_now(); 0 has always passed, WELD_NEVER does not come. Interruptions
// by signals are retried unless a function says otherwise. Every handle that a function makes is
// open, belongs to the caller and is inherited by no child unless weld_spawn lists it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A descriptor, or an index into a table of handles where the system's own do not fit.
typedef int32_t weld_handle;

enum { WELD_FAILED = -1, WELD_AGAIN = -2 };

#define WELD_NEVER UINT64_MAX
// The most handles that one message can carry (Linux: SCM_MAX_FD).
#define WELD_HANDLE_LIMIT 253

// MARK: errors

// What callers treat differently; the system's code tells the rest.
enum {
    WELD_OTHER,
    WELD_INTERRUPTED,
    WELD_TIMED_OUT,
    WELD_WOULD_BLOCK,
    WELD_RESET,
    WELD_BROKEN_PIPE,
    WELD_REFUSED,
    WELD_PERMISSION,
    WELD_IN_USE,
    WELD_NAME_TOO_LONG,
    WELD_NOT_FOUND,
    WELD_EXISTS,
    WELD_NOT_DIRECTORY,
    WELD_NOT_SOCKET,
    WELD_TOO_MANY_HANDLES,
    WELD_NO_SPACE,
    WELD_BAD_HANDLE,
    WELD_INVALID,
    WELD_WRONG_SIZE,
    WELD_UNSUPPORTED,
    WELD_PROTOCOL,
    WELD_KIND_COUNT,
};

// The system's code of this thread's last failure.
int32_t weld_error(void);
// The kind that a code belongs to; WELD_OTHER for every code that is not listed.
int32_t weld_error_kind(int32_t code);
// A code of the system that belongs to a kind; of WELD_OTHER a code that belongs to no other kind.
int32_t weld_error_code(int32_t kind);
// Writes the system's text for a code, cut to `room` bytes with its NUL; returns its length.
int64_t weld_error_text(int32_t code, char *text, size_t room);

// MARK: clock

// Nanoseconds since an origin that all processes of a machine share; never goes back.
uint64_t weld_now(void);
// The clock's announced resolution in nanoseconds.
uint64_t weld_clock_resolution(void);

// MARK: handles

// The number is free afterwards, also when this fails.
int32_t weld_close(weld_handle handle);
weld_handle weld_duplicate(weld_handle handle);
// 1 when a child that executes another program would inherit the handle, 0 when not.
int32_t weld_is_inheritable(weld_handle handle);
// The flag belongs to the open object and so to every process that shares it.
int32_t weld_set_non_blocking(weld_handle handle, bool is_non_blocking);
// Once; 0 is the end, WELD_AGAIN that a non-blocking handle has nothing.
int64_t weld_read(weld_handle handle, void *bytes, size_t count);
// Once; returns how much was taken, WELD_AGAIN when a non-blocking handle takes nothing. On POSIX
// systems a pipe without a reader raises SIGPIPE unless it is ignored.
int64_t weld_write(weld_handle handle, const void *bytes, size_t count);
// Likewise at an offset of a file or of memory, without moving a position.
int64_t weld_read_at(weld_handle handle, void *bytes, size_t count, uint64_t offset);
int64_t weld_write_at(weld_handle handle, const void *bytes, size_t count, uint64_t offset);
// Once, to an object that others share, and never waits for it: WELD_AGAIN when it takes nothing now.
// The object and its flags stay as they are. WELD_UNSUPPORTED: only a write that may wait would do.
// Where nobody reads it is as weld_write.
int64_t weld_write_now(weld_handle handle, const void *bytes, size_t count);
// Closes a handle that another process sent, and never waits for what it left unfinished.
int32_t weld_close_received(weld_handle handle);
// Leads each of 0, 1 and 2 that is closed to nowhere, so that no other object gets its number.
int32_t weld_fill_standard_streams(void);
// ends[0] is read from, ends[1] written to; both block.
int32_t weld_pipe(weld_handle ends[2]);
// Asks for room in a pipe; the system rounds up.
int32_t weld_set_pipe_capacity(weld_handle pipe, int32_t bytes);
// Two connected stream sockets; both block.
int32_t weld_socket_pair(weld_handle ends[2]);

// A counter that is readable while it is not 0. Signal adds one and never waits; drain sets it to
// 0 and returns what it was.
weld_handle weld_event(void);
int32_t weld_event_signal(weld_handle event);
int64_t weld_event_drain(weld_handle event);

// MARK: files

enum {
    WELD_REGULAR,  // a file, or memory
    WELD_PIPE,
    WELD_SOCKET,
    WELD_DIRECTORY,
    WELD_CHARACTER_DEVICE,
    WELD_BLOCK_DEVICE,
    WELD_SYMBOLIC_LINK,
    WELD_ANONYMOUS,  // an object of the kernel without a file type
};

struct weld_facts {
    int32_t type;
    uint32_t owner;        // user id
    uint32_t mode;         // permission bits, 0 to 07777
    uint64_t device;       // device and inode are the object's identity
    uint64_t inode;
    int64_t size;          // bytes
    uint64_t modified_ns;  // since 1970
};

int32_t weld_facts(weld_handle handle, struct weld_facts *facts);
// Of what stands at a path; a symbolic link is not followed.
int32_t weld_facts_at(const char *path, struct weld_facts *facts);
// Creates a file that only this user may read and write; WELD_EXISTS when there is one.
weld_handle weld_create_file(const char *path);
int32_t weld_remove_file(const char *path);
// Removes what has a type, device and inode if it still stands at a path. WELD_EXISTS: another does,
// WELD_NOT_SOCKET: another, and no socket where it was one. Both are left alone.
int32_t weld_remove_made(const char *path, const struct weld_facts *made);
// Writes the names in a directory, each with its NUL, without . and .., in no order; returns the
// bytes they need. More than `room`: nothing of use was written, ask again with more.
int64_t weld_list(const char *path, char *names, size_t room);
// Makes `wanted`, or where that is NULL the directory of the user's sockets, unless it is there;
// checks that nobody else may use it, and writes its path. When this fails `path` is the one that
// it failed on: WELD_NOT_DIRECTORY, WELD_PERMISSION (another owner, another mode).
int64_t weld_private_directory(const char *wanted, char *path, size_t room);

// MARK: local stream sockets

// The longest path of a socket in bytes, without its NUL.
size_t weld_path_limit(void);
// Listens, non-blocking, at a path where only this user may connect, and tells what it made there.
// A dead socket is replaced. WELD_IN_USE: somebody listens. WELD_NOT_SOCKET: something else
// stands there. WELD_NAME_TOO_LONG: nothing was cut. Of several that begin at once one listens:
// each has the directory to itself meanwhile, WELD_TIMED_OUT when another keeps it for 2 s.
weld_handle weld_listen(const char *path, int32_t backlog, struct weld_facts *made);
// What a listener that died leaves: its file.
int32_t weld_leave_dead_socket(const char *path);
// Removes a socket's file if it is still the one that was made: device and inode decide. It has the
// directory to itself meanwhile, as a listener that begins.
int32_t weld_remove_socket(const char *path, const struct weld_facts *made);
// Never waits; WELD_AGAIN also when the peer went away again. The connection blocks.
weld_handle weld_accept(weld_handle listener);
// Waits for room in the listener's backlog; WELD_TIMED_OUT is a failure. The connection blocks.
weld_handle weld_connect(const char *path, uint64_t deadline);

struct weld_peer {
    int32_t process;
    uint32_t user;
    uint32_t group;
};

// Who connected, or was connected to, as the system recorded it then.
int32_t weld_peer(weld_handle socket, struct weld_peer *peer);

// Never waits, raises no signal; returns how much was taken. Handles (0 to WELD_HANDLE_LIMIT) are
// lent and travel with the first byte.
int64_t weld_send(weld_handle socket, const void *bytes, size_t count, const weld_handle *handles,
                  int32_t handle_count);

enum {
    WELD_WAITS = 1,     // until something comes, the receive tick has passed or a signal came
    WELD_INHERITS = 2,  // received handles are inheritable: for a fault that is made on purpose
    WELD_PEEKS = 4,     // what comes stays to be received; without places only
};

struct weld_received {
    int32_t handle_count;  // written to `handles`, whatever else happened
    bool is_truncated;     // more had been sent than there were places; the rest is closed
};

// 0 is the end of the stream. `places` is 0 to WELD_HANDLE_LIMIT.
int64_t weld_receive(weld_handle socket, void *bytes, size_t count, int32_t flags,
                     weld_handle *handles, int32_t places, struct weld_received *received);
// How long a receive with WELD_WAITS waits; WELD_NEVER is for ever.
int32_t weld_set_receive_tick(weld_handle socket, uint64_t nanoseconds);
int32_t weld_set_send_buffer(weld_handle socket, int32_t bytes);
// Whoever waits in a receive wakes with the end of the stream. `only_sending`: the peer reads the
// end and may still send; WELD_UNSUPPORTED where a connection has no halves.
int32_t weld_shutdown(weld_handle socket, bool only_sending);

// MARK: waiting

enum {
    WELD_READABLE = 0x01,  // something to read, or the end
    WELD_WRITABLE = 0x04,
    // Found whether wanted or not:
    WELD_ERROR = 0x08,
    WELD_HANG_UP = 0x10,
    WELD_NOT_OPEN = 0x20,
};

struct weld_poll {
    weld_handle handle;
    int16_t wanted;
    int16_t found;
};

// Returns how many entries have something, 0 when the deadline passed first, and never earlier. A
// failure comes after 10 ms at the earliest, so that who tries again does not spin; more entries
// than the process may open handles are none.
int32_t weld_poll(struct weld_poll *entries, size_t count, uint64_t deadline);

// MARK: memory

// Zeroed memory without a name whose size nobody can change; the label only serves to find it.
weld_handle weld_memory(const char *label, uint64_t size);
// Zeroed memory under a name (begins with a slash) that only this user may map. Who made it owns
// it for as long as the handle is open, or what it mapped. Who sweeps may hold the name for a moment;
// after 2 s of that it is WELD_TIMED_OUT.
weld_handle weld_memory_create(const char *name, uint64_t size);
// 1 while somebody else owns it, in whatever namespace of processes, else 0; 0 for the owner's own
// handle.
int32_t weld_memory_is_owned(weld_handle memory);
// Removes a name whose memory nobody owns; WELD_IN_USE: somebody does.
int32_t weld_memory_remove_unowned(const char *name);
// Never creates.
weld_handle weld_memory_attach(const char *name);
int32_t weld_memory_remove(const char *name);
// Where the system shows memory with names as files; NULL where it does not.
const char *weld_memory_directory(void);
// 1 when nobody can shrink or grow it, 0 when somebody can.
int32_t weld_memory_is_fixed(weld_handle memory);
int32_t weld_memory_resize(weld_handle memory, uint64_t size);
// Gives every byte up to a size its place, so that no access fails for want of room. WELD_NO_SPACE:
// there is none; some of it may be taken then.
int32_t weld_memory_reserve(weld_handle memory, uint64_t size);
// Whether this process could map so many bytes more, and stacks of so many threads; WELD_NO_SPACE
// when not. Nothing is kept.
int32_t weld_room(uint64_t size, int32_t threads);

enum {
    WELD_MAP_WRITABLE = 1,
    WELD_MAP_POPULATED = 2,  // every page is touched at once, where the system can
};

int32_t weld_map(weld_handle memory, uint64_t size, int32_t flags, void **address);
int32_t weld_unmap(void *address, uint64_t size);

enum { WELD_RUNG, WELD_CHANGED, WELD_DEADLINE };

// Waits while a word of shared memory, wherever each process has it mapped, has `value`. WELD_RUNG
// may also come for nothing; signals end nothing.
int32_t weld_word_wait(const uint32_t *word, uint32_t value, uint64_t deadline);
// Wakes up to `count` waiters and returns how many there were; never waits.
int32_t weld_word_wake(const uint32_t *word, int32_t count);

struct weld_memory_use {
    uint64_t heap_in_use;  // bytes allocated and not freed; 0 where nobody counts
    uint64_t heap_mapped;  // bytes of large blocks, each a mapping of its own; likewise
    uint64_t resident;     // bytes
};

int32_t weld_memory_use(struct weld_memory_use *use);

// MARK: processes

struct weld_inherited {
    weld_handle source;
    int32_t target;  // its number in the child; 0, 1 and 2 replace the standard streams
};

struct weld_program {
    const char *path;  // no search
    const char *const *arguments;    // with the program's name, ended by NULL
    const char *const *environment;  // NAME=value, ended by NULL
    const char *directory;           // where the child starts; NULL: where this process is
    const struct weld_inherited *inherited;
    size_t inherited_count;
    bool leads_group;
};

// Starts a program with default signal dispositions and an empty mask. It holds 0, 1, 2 and the
// targets, nothing else. Returns the handle of the process, readable once it has ended.
weld_handle weld_spawn(const struct weld_program *program, int32_t *process);
// A handle by which a process can be waited for; holding it, a later process with the same id is
// not mistaken for it. WELD_NOT_FOUND when there is none.
weld_handle weld_process(int32_t process);

struct weld_ending {
    bool is_signal;
    bool dumped_core;
    int32_t code;  // the exit code, 0 to 255, or the signal's number
};

// Reaps a child that has ended; WELD_AGAIN while it runs. The id is that of the handle.
int32_t weld_process_ending(weld_handle handle, int32_t process, struct weld_ending *ending);
// Only while it has not been reaped; WELD_NOT_FOUND afterwards.
int32_t weld_process_signal(weld_handle handle, int32_t process, int32_t signal);
// Kills a child and reaps it.
int32_t weld_process_end(weld_handle handle, int32_t process);

struct weld_process_facts {
    uint64_t start;  // with the id the process's identity; in 1/weld_starts_per_second() s
    int32_t parent;  // its process id; 0: nobody whom this process can see
    bool is_dead;    // it runs no more, but was not reaped
};

// WELD_NOT_FOUND: no such process. WELD_PERMISSION: there is one, and it may not be looked at.
int32_t weld_process_facts(int32_t process, struct weld_process_facts *facts);
uint64_t weld_starts_per_second(void);
// A start in nanoseconds since 1970, to about one of its units.
uint64_t weld_start_in_real_time(uint64_t start);
// How many handles a process may have open; those that it has stay open.
int32_t weld_limit_handles(int32_t process, uint64_t count);

int32_t weld_self(void);
int32_t weld_parent(void);
uint32_t weld_user(void);
// Writes the path of the running program, links resolved; returns its length.
int64_t weld_program_path(char *path, size_t room);
// The program's name, 0, or one of its arguments, from 1; NULL beyond the last, and for all where
// the system tells only main. Needs no handle.
const char *weld_argument(size_t index);
// NULL when it is not set. Valid until the environment changes.
const char *weld_variable(const char *name);
// NAME=value, ended by NULL.
const char *const *weld_environment(void);
// Makes this process the parent of every orphan among its descendants.
int32_t weld_adopt_orphans(void);
_Noreturn void weld_exit(int32_t code);  // at once, without exit handlers
_Noreturn void weld_abort(void);

// MARK: threads

typedef uintptr_t weld_thread;

// The system shows the first 15 bytes of the name. A thread is joined or detached, once.
int32_t weld_thread_start(const char *name, void (*body)(void *), void *context,
                          weld_thread *thread);
int32_t weld_thread_join(weld_thread thread);
int32_t weld_thread_detach(weld_thread thread);
int32_t weld_thread_signal(weld_thread thread, int32_t signal);
// The system's number of the calling thread.
int32_t weld_thread_id(void);

// NULL when there is no memory.
void *weld_lock_make(void);
void weld_lock_free(void *lock);
void weld_lock(void *lock);
void weld_unlock(void *lock);

#define WELD_CPU_WORDS 16  // CPUs 0 to 1023, one bit each

// Thread 0 is the calling one; threads that it starts inherit its CPUs.
int32_t weld_affinity(int32_t thread, uint64_t cpus[WELD_CPU_WORDS]);
int32_t weld_set_affinity(int32_t thread, const uint64_t cpus[WELD_CPU_WORDS]);
// Of every thread that a process has now.
int32_t weld_set_process_affinity(int32_t process, const uint64_t cpus[WELD_CPU_WORDS]);
// Of the calling thread: 0 is scheduled fairly with everything else, 1 (lowest) to 99 before it.
int32_t weld_priority(void);
int32_t weld_set_priority(int32_t priority);

// MARK: signals

enum {
    WELD_SIGNAL_TERMINATE,
    WELD_SIGNAL_INTERRUPT,
    WELD_SIGNAL_KILL,
    WELD_SIGNAL_SEGMENTATION,
    WELD_SIGNAL_USER1,
    WELD_SIGNAL_USER2,
    WELD_SIGNAL_PIPE,
    WELD_SIGNAL_STOP,
    WELD_SIGNAL_CONTINUE,
    WELD_SIGNAL_FILE_SIZE,        // a file grows beyond the limit of the process
    WELD_SIGNAL_TERMINAL_OUTPUT,  // a terminal that is another's is written to
};

// The system's number of a signal; WELD_FAILED where it has none.
int32_t weld_signal(int32_t which);
int32_t weld_signal_ignore(int32_t signal);
// Lets a signal interrupt the system calls that it meets, and do nothing else.
int32_t weld_signal_interrupts(int32_t signal);
// In the calling thread and in every thread that it starts from now on.
int32_t weld_signal_block(const int32_t *signals, size_t count);
// Receives blocked signals; readable while one is pending.
weld_handle weld_signal_receiver(const int32_t *signals, size_t count);
// The number of a pending signal; never waits.
int32_t weld_signal_next(weld_handle receiver);
