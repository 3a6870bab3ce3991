// What the files of the Windows half share. A handle is an index into a table of objects, because
// HANDLE is as wide as a pointer; a number that is shared (weld_duplicate) is an object that two
// places of the table refer to.
#pragma once

#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0A00
#endif
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include "weld.h"

#ifndef PIPE_REJECT_REMOTE_CLIENTS
#define PIPE_REJECT_REMOTE_CLIENTS 0x00000008
#endif

// MARK: errors

// The code of a failure is the system's own, per thread: SetLastError.
static inline int32_t windows_refusal(DWORD code) {
    SetLastError(code);
    return WELD_FAILED;
}

// Keeps the code of a failure while what was opened before it is closed again.
#define KEEPING_ERROR(statement)                                                                   \
    do {                                                                                           \
        const DWORD kept_error = GetLastError();                                                   \
        statement;                                                                                 \
        SetLastError(kept_error);                                                                  \
    } while (0)

// Milliseconds until a deadline, rounded up so that no wait is early; at most a minute, because who
// waits looks at the clock again.
DWORD windows_left(uint64_t deadline);
// Waits for one handle; WELD_AGAIN when the deadline passed.
int32_t windows_wait(HANDLE handle, uint64_t deadline);
uint64_t windows_random(void);
// FNV-1a, for names and identities: never for what an attacker may choose alone.
uint64_t windows_digest(uint64_t seed, const void *bytes, size_t count);

// UTF-8 to UTF-16 with its NUL, and back; false: it is no UTF-8, or there is no room.
bool windows_wide(const char *text, wchar_t *wide, size_t room);
int64_t windows_narrow(const wchar_t *wide, char *text, size_t room);
#define PATH_ROOM 1024
// A path to open; an empty one is refused.
bool windows_path(const char *path, wchar_t wide[PATH_ROOM]);

// MARK: security

// Access for this user alone, and nothing inherited; NULL when the system does not say who that is.
SECURITY_ATTRIBUTES *windows_only_me(void);
// The user of a process as weld_user() counts users: equal only where the accounts are.
bool windows_user_of(HANDLE process, uint32_t *user);
// Owner and permission bits of a file.
void windows_owner_of(HANDLE file, bool is_directory, uint32_t *owner, uint32_t *mode);

// MARK: objects

enum object_kind {
    OBJECT_ANY,
    OBJECT_FILE,
    OBJECT_PIPE,
    OBJECT_SOCKET,
    OBJECT_LISTENER,
    OBJECT_EVENT,
    OBJECT_MEMORY,
    OBJECT_PROCESS,
    OBJECT_SIGNALS,
};

struct object {
    volatile LONG references;
    enum object_kind kind;
    HANDLE system;
    // The same for every handle of the object, in every process that was given one.
    uint64_t identity;
    SRWLOCK lock;  // of the fields that its kind adds
    volatile LONG is_non_blocking;
    void (*let_go)(struct object *object);  // closes what the kind has beside `system`
};

// Takes over a system's handle, also when this fails: NULL then.
void *object_make(size_t size, enum object_kind kind, HANDLE system);
// Gives an object the lowest free number from 3; when this fails the object is gone.
weld_handle object_publish(void *object);
// Puts an object at a number, or nothing where it is NULL; what stood there is dropped.
bool object_place(weld_handle number, struct object *object);
// Lends the object until it is dropped; NULL with ERROR_INVALID_HANDLE where there is none, with
// `mismatch` where it is of another kind.
struct object *object_take(weld_handle handle, enum object_kind kind, DWORD mismatch);
void object_drop(void *object);
// Calls for every object, each once a place, until it returns false; the table is locked meanwhile.
void object_each(bool (*look)(struct object *object, void *context), void *context);
// Wraps a handle that another process made or gave, by what it is; drops it when this fails.
struct object *object_adopt(HANDLE system, enum object_kind kind, uint64_t identity);
// What a handle must be to be of a kind, by the system's own word.
bool object_is(HANDLE system, enum object_kind kind);

struct event {
    struct object object;
    uint64_t count;
    bool is_shared;  // another process may have set it: it counts to 1 only
};

struct process {
    struct object object;
    int32_t id;
    bool is_child, is_reaped;
    HANDLE job;  // of a child that leads a group
};

struct memory {
    struct object object;
    uint64_t size;
    HANDLE owned;       // held by who made a name
    wchar_t name[96];   // empty: none
};

void process_let_go(struct object *object);
void memory_let_go(struct object *object);
// The size of a section, as the system has it; 0 when it does not say.
uint64_t memory_size(HANDLE section);
// Copies out of a section or into it; one of the two places is NULL.
int64_t memory_copy(struct object *memory, void *into, const void *from, size_t count,
                    uint64_t offset);

// MARK: pipes (windows_pipes.c)

enum { PIPE_BUFFER = 1 << 16, PIPE_ROOM = 1 << 20 };

struct outgoing;
struct side;

struct pipe {
    struct object object;
    bool can_read, can_write;
    bool is_synchronous;  // a stream of another program's making: its end cannot be waited for
    bool is_down;         // weld_shutdown closed the system's handle
    OVERLAPPED watch;     // a read of no bytes, which ends when there are some
    bool is_watching;
    HANDLE moved;  // of the reads and writes that end at once
    struct outgoing *outgoing;
    uint32_t room;
    // Sockets only.
    uint64_t tick;
    uint64_t received, sent;
    struct side *side;
};

struct pipe *pipe_make(HANDLE system, enum object_kind kind, bool can_read, bool can_write);
// A pair of connected ends with names that nobody can guess.
bool pipe_pair(HANDLE ends[2], DWORD mode, DWORD room);
HANDLE pipe_instance(const wchar_t *name, bool is_first, DWORD mode, DWORD room);
HANDLE pipe_open(const wchar_t *name, DWORD mode, uint64_t deadline);
// All of these with the pipe's lock held. Bytes there are; false with the reason: the end, or worse.
bool pipe_available(struct pipe *pipe, DWORD *available);
int64_t pipe_read_now(struct pipe *pipe, void *bytes, size_t count);
int64_t pipe_write_now(struct pipe *pipe, const void *bytes, size_t count);
// Whether it would take a byte; `event` gets what to wait for, or NULL where nothing tells.
bool pipe_is_writable(struct pipe *pipe, HANDLE *event);
// Begins to wait for bytes; NULL where it cannot be waited for.
HANDLE pipe_begin_watch(struct pipe *pipe);
bool pipe_has_peer(struct pipe *pipe);
void pipe_close_system(struct pipe *pipe);
bool windows_is_end(DWORD code);
// Waits a moment for what was sent and not yet taken, before the process ends.
void pipes_flush(void);

int64_t pipe_wait_read(struct pipe *pipe, void *bytes, size_t count, uint64_t deadline);

// MARK: sockets

// What a client says first where a listener has a channel for handles (windows_side.c).
struct side *side_make(HANDLE channel);
void side_free(struct side *side);
// With the socket's lock held: takes the client's first words away, once they are there. False while
// they may still come.
bool side_greeted(struct pipe *socket);
int32_t side_send(struct pipe *socket, size_t length, const weld_handle *handles, int32_t count);
// How many bytes may be read before the handles that come after the next byte's.
uint64_t side_limit(struct pipe *socket);
// Of a byte that was just read.
void side_collect(struct pipe *socket, weld_handle *handles, int32_t places, bool inherits,
                  struct weld_received *received);
uint32_t side_peer_process(const struct pipe *socket);

struct lobby;
struct lobby *lobby_make(const wchar_t *name, int32_t count);
void lobby_close(struct lobby *lobby);  // nobody enters any more
void lobby_drop(struct lobby *lobby);
// Lets in who waits; writes the events that tell of the next.
size_t lobby_progress(struct lobby *lobby, HANDLE *events, size_t room);
struct side *side_awaited(struct lobby *lobby);
bool side_introduce(HANDLE main, const wchar_t *name, uint64_t deadline, struct side **side);

// Events that tell when a listener may have something; true where it has.
bool listener_look(struct object *listener, HANDLE *events, size_t room, size_t *count);

#define LISTENER_INSTANCES 8
#define LISTENER_EVENTS (2 * LISTENER_INSTANCES)

// MARK: the rest

// The pipe of a socket's path, and what ends with `suffix`.
bool socket_pipe_name(const char *path, const wchar_t *suffix, wchar_t name[256]);
// Whether a file is what a listener leaves at its path.
bool socket_is_mark(HANDLE file);

int64_t file_read(struct object *file, void *bytes, size_t count);
int64_t file_write(struct object *file, const void *bytes, size_t count);
int64_t event_add(struct event *event, uint64_t count);
int64_t event_take(struct event *event);

// Signals that a receiver waits for: their events.
size_t signals_events(struct object *receiver, HANDLE *events, size_t room, bool *is_pending);
// Sends one to a process that this one may end; its default action where it has no other.
int32_t signal_deliver(HANDLE process, int32_t id, int32_t signal);
#define WINDOWS_KILLED 0x57454C00u  // with a signal's number: the exit code of who was ended by it

// Handles that a parent gave: WELD_HANDLES, which is no variable of the program.
#define WINDOWS_INHERITED L"WELD_HANDLES"
