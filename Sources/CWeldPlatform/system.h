// What the POSIX half needs from the file of its system (linux.c, darwin.c): the calls that make a handle
// which no child inherits, in one step, and constants that are spelled differently.
#pragma once

#define _GNU_SOURCE

#include <errno.h>
#include <poll.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/socket.h>

#include "weld.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the wire format is little-endian and is written as it stands in memory"
#endif

#if defined(__linux__)
#define SYSTEM_SEND_FLAGS (MSG_DONTWAIT | MSG_NOSIGNAL)
#define SYSTEM_RECEIVE_FLAGS MSG_CMSG_CLOEXEC
#define SYSTEM_MODIFIED(status) (status).st_mtim
#define SYSTEM_SET_LENGTH(address, size) ((void)(size))
enum {
    // Received descriptors are close-on-exec at once.
    SYSTEM_RECEIVES_PRIVATELY = 1,
    // The mode of a socket before bind limits what bind creates.
    SYSTEM_NARROWS_SOCKETS = 1,
    // Of memory with a name: whether the name still leads to it.
    SYSTEM_COUNTS_LINKS = 1,
    SYSTEM_MEMORY_FLAGS = 02000000,  // O_CLOEXEC
    // Of a child: nothing is open but what is listed.
    SYSTEM_SPAWN_FLAGS = 0,
    SYSTEM_LISTS_INHERITED = 0,
};
#elif defined(__APPLE__)
#define SYSTEM_SEND_FLAGS MSG_DONTWAIT
#define SYSTEM_RECEIVE_FLAGS 0
#define SYSTEM_MODIFIED(status) (status).st_mtimespec
#define SYSTEM_SET_LENGTH(address, size) ((address)->sun_len = (unsigned char)(size))
// What a thread has that nobody changed.
#define SYSTEM_ORDINARY_PRIORITY 31
enum {
    SYSTEM_RECEIVES_PRIVATELY = 0,
    // fchmod refuses a socket: the directory is private, and listen comes after chmod.
    SYSTEM_NARROWS_SOCKETS = 0,
    // Memory has no count of links here.
    SYSTEM_COUNTS_LINKS = 0,
    // shm_open sets close-on-exec by itself, as POSIX has it.
    SYSTEM_MEMORY_FLAGS = 0,
    SYSTEM_SPAWN_FLAGS = POSIX_SPAWN_CLOEXEC_DEFAULT,
    SYSTEM_LISTS_INHERITED = 1,
};
#else
#error "CWeldPlatform has no file for this system yet"
#endif

// Runs a call that returns -1 and errno until no signal interrupts it.
#define RETRYING(result, call)                                                                     \
    do {                                                                                           \
        (result) = (call);                                                                         \
    } while ((result) < 0 && errno == EINTR)

// Sets errno and returns WELD_FAILED.
static inline int32_t system_refusal(int code) {
    errno = code;
    return WELD_FAILED;
}

// Closes without touching errno.
void system_close(int descriptor);

int system_socket(void);
int system_accept(int listener);
int system_pipe(int ends[2]);
int system_socket_pair(int ends[2]);
// `left` nanoseconds; WELD_NEVER waits for ever. An interruption ends it.
int system_poll(struct pollfd *entries, size_t count, uint64_t left);
// Lets a spawned child close everything from a number on.
int system_close_from(posix_spawn_file_actions_t *actions, int number);
// Locks a file for as long as the handle, or a copy of it, is open; EAGAIN or EACCES where another
// has it. Never waits.
int system_own(int descriptor);
void system_name_thread(const char *name);
// Writes once to what a descriptor of a pipe or terminal leads to, and never waits.
int64_t system_write_opened(int descriptor, const void *bytes, size_t count);
